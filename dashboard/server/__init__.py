"""The server: addresses and pages, who opens the door meanwhile, the live districts of this computer."""
