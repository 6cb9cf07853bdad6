"""Hide passwords in addresses before they are shown, logged or stored."""

import re

HIDDEN = "**********"
# `//user:password@host`. The password may contain a slash or an @.
_USER = re.compile(r"(//)[^\s'\"]*@")
# `password=...` in a query, or in a connection string, where the value may be quoted and spaces may
# surround the sign.
_KEY = re.compile(
    r"((?:password|passwd|pwd|passphrase|secret|token|key|signature|\bsig|credentials?)\s*=\s*)"
    r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^&\s;'\"]+)",
    re.IGNORECASE,
)


def hide_secrets(text: str) -> str:
    """Return a text without the user names, passwords and keys that addresses hold."""
    return _KEY.sub(rf"\1{HIDDEN}", _USER.sub(rf"\1{HIDDEN}@", text))
