"""When a result is due and why: time limits, the working calendar of an office, counting, and its explanation."""
