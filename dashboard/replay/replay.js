// Counts the events of a window of days on the maps, and of every week in the lines. Arguments: see page.py.
const kind = Number(what.value), booked = ledger.active == 1, to = 24 * slider.value, from = to - 24 * span
const sums = []
let top = 1
for (let a = 0; a < events.length; a++) {
  const {time, booked: books, area, kind: kinds} = events[a].data
  const when = booked ? books : time
  const counts = new Float32Array(cells[a].data.cell.length)
  let total = 0
  for (let i = 0; i < when.length; i++) {
    if (kinds[i] != kind || when[i] < 0 || when[i] >= to) continue
    total += 1
    if (when[i] >= from) counts[area[i]] += 1
  }
  const image = layers[a].data.image[0], cell = cells[a].data.cell
  image.fill(NaN)
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] > 0) image[cell[i]] = counts[i]
    if (counts[i] > top) top = counts[i]
  }
  sums.push(total)
  layers[a].change.emit()
}
mapper.high = top
cursor.location = slider.value

const chosen = String(kind)
if (lines[0].tags[0] != chosen) {
  const weeks = Math.floor(days / 7)
  for (let a = 0; a < events.length; a++) {
    const {time, booked: books, kind: kinds} = events[a].data
    for (const [l, when] of [[0, time], [1, books]]) {
      const x = [], y = new Array(weeks).fill(0)
      for (let w = 0; w < weeks; w++) x.push(7 * w + 7)
      for (let i = 0; i < when.length; i++) {
        const week = Math.floor(when[i] / 168)
        if (kinds[i] == kind && when[i] >= 0 && week < weeks) y[week] += 1
      }
      const source = lines[2 * a + l]
      source.data = {x: x, y: y}
      source.tags = [chosen]
    }
  }
}
told.text = names.map((name, a) => `<b>${name}</b>: ${sums[a].toLocaleString()}`).join(" &nbsp;·&nbsp; ") + ` <small>${words}</small>`
