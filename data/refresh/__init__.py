"""One refresh: the stages in order, from the sources to what is published."""
