"""The laboratory in a browser: two arms live with the same luck, lessons from runs, a classroom, replays."""
