"""Does the district show what real districts show? Targets as data, statistics of events, verdicts. `govsim validate`.

One may read targets (`targets`), run the district under today's rule (`runs`), read what each run shows (`measures`),
and hold the two together (`judging`).
"""
