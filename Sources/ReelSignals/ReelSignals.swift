// Wake, cancel, retry and progress between processes.
