"""Many runs, files and figures around the simulation."""
