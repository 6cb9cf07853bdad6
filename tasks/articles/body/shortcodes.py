"""Remove raw WordPress shortcodes, which remain in the text when their plugin is gone."""

import re

# Attributes end at the next bracket and captions are bounded: pages may repeat what opens them.
_CAPTION = re.compile(r"\[(?:wp_)?caption\b([^\[\]]*)\](.{0,1500}?)\[/(?:wp_)?caption\]", re.S)
_CAPTION_ID = re.compile(r"attachment_(\d{1,12})")
_CAPTION_TEXT = re.compile(r"caption=(?:\"([^\"]*)\"|“([^”]*)”)")
# Shortcodes that enclose a URL, not text.
_EMBED = re.compile(r"\[(embed|youtube|vimeo|audio|video|playlist)\b[^\[\]]*\][^\[]*\[/\1\]", re.S)
# Any other shortcode that encloses one address.
_ADDRESS = re.compile(r"\[(\w+)\b[^\[\]]*\]\s*(?:https?:/)?/[^\s\[]+\s*\[/\1\]")
_QUOTED = r"(?:\"[^\"\[]*\"|'[^'\[]*'|“[^”\[]*”|”[^”\[]*”|[^\s\[\]\"']+)"
# A name with attributes, a closing name, or a name used by page builders or WordPress itself. The
# brackets of an editor (`[sic]`, `[the minister]`) do not match.
_TAG = re.compile(
    rf"\[/?[a-zA-Z][\w-]*(?:\s+[\w-]+\s*=\s*{_QUOTED})+\s*/?\]"
    r"|\[/?(?:et_pb|vc|su|fusion|av|fl|mk|nectar)_\w+[^\[\]]*\]"
    r"|\[(?:embed|youtube|vimeo|audio|video|tweet|instagram|soundcloud|slideshare|scribd|ted"
    r"|dailymotion|wpvideo|googlemaps)[\s=]+https?://[^\[\]]*\]"
    r"|\[/?(?:gallery|embed|caption|wp_caption|youtube|vimeo|audio|video|playlist|toc|ad|dropcap"
    r"|pullquote|columns?|row)\]"
)


def take_captions(text: str) -> tuple[str, list[tuple[int | None, str]]]:
    """Return text without `[caption]` shortcodes, and their (media id, caption) in order."""
    if "caption]" not in text:
        return text, []
    captions = [_read_caption(match[1], match[2]) for match in _CAPTION.finditer(text)]
    return _CAPTION.sub("", text), captions


def drop_shortcodes(text: str) -> str:
    """Return text without raw shortcode tags. The enclosed text stays, enclosed URLs do not."""
    return _TAG.sub("", _ADDRESS.sub("", _EMBED.sub("", text)))


def _read_caption(attributes: str, inside: str) -> tuple[int | None, str]:
    identity = _CAPTION_ID.search(attributes)
    stated = _CAPTION_TEXT.search(attributes)
    caption = (stated[1] or stated[2] or "") if stated else inside
    return int(identity[1]) if identity else None, caption.strip()
