"""Records of one's own: calls, cases, tickets, mediations and orders as offices have them. `govsim records`.

One may say what columns mean (`columns`, `words`), read files (`reading`: times, places, no people), check them
(`check`), make of them the tables that indicators and measures read (`tables`, `indicators`), and hold the model
against them (`targets`, `compare`).
"""
