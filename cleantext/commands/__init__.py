"""The commands of the command line, one a module; what each does is in `run`, what it shows in `report`."""
