"""The work behind each subcommand of `factwire`, one file a subcommand; what they print moves no cursor.

Words of articles reach the terminal (titles, quotes, names), and an escape sequence in them would be the terminal's order:
rich takes bells and line ends out of the texts it prints, here it is told of every other control character too.
"""

from rich.control import _CONTROL_STRIP_TRANSLATE

_CONTROL_STRIP_TRANSLATE.update(dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord("\t"), ord("\n")}))
