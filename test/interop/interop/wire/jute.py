"""ZooKeeper's record encoding: big-endian numbers, length-prefixed strings, buffers and vectors; -1 is null."""

import struct


class Short(Exception):
    """A record runs past the end of its frame."""


class Writer:
    def __init__(self):
        self._parts = []

    def bytes(self):
        return b"".join(self._parts)

    def raw(self, data):
        self._parts.append(data)
        return self

    def int(self, value):
        return self.raw(struct.pack(">i", value))

    def long(self, value):
        return self.raw(struct.pack(">q", value))

    def bool(self, value):
        return self.raw(b"\1" if value else b"\0")

    def buffer(self, data):
        return self.int(-1) if data is None else self.int(len(data)).raw(data)

    def string(self, text):
        return self.buffer(None if text is None else text.encode())

    def vector(self, items, write):
        if items is None:
            return self.int(-1)
        self.int(len(items))
        for item in items:
            write(self, item)
        return self

    def strings(self, items):
        return self.vector(items, Writer.string)


class Reader:
    def __init__(self, data, offset=0):
        self._data = data
        self.offset = offset

    def left(self):
        return len(self._data) - self.offset

    def raw(self, count):
        if count > self.left():
            raise Short(f"{count} bytes wanted, {self.left()} left")
        self.offset += count
        return self._data[self.offset - count : self.offset]

    def int(self):
        return struct.unpack(">i", self.raw(4))[0]

    def long(self):
        return struct.unpack(">q", self.raw(8))[0]

    def bool(self):
        return self.raw(1) != b"\0"

    def buffer(self):
        length = self.int()
        return None if length < 0 else self.raw(length)

    def string(self):
        data = self.buffer()
        return None if data is None else data.decode()

    def vector(self, read):
        return [read(self) for _ in range(max(0, self.int()))]

    def strings(self):
        return self.vector(Reader.string)
