"""Many runs, files and figures around the simulation."""

if __name__ == "experiments":  # found beside this folder, as a package of its own: every module would be loaded twice
    raise ImportError("the package is govsim: import govsim.experiments, not experiments")
