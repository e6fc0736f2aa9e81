"""The commands: one thin file each, from the words of a command line to the library and what is printed."""
