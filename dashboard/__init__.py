"""The laboratory in a browser: two arms live with the same luck, lessons from runs, a classroom, replays."""

if __name__ == "dashboard":  # found beside this folder, as a package of its own: every module would be loaded twice
    raise ImportError("the package is govsim: import govsim.dashboard, not dashboard")
