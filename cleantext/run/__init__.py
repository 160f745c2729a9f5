"""Documents from files and back: the only place that reads and writes a corpus."""
