"""The client protocol written down a second time, independently of the project's codec, to hold it against."""
