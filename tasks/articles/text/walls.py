"""Wording of pages that are shown in the place of an article, in the languages of their servers.

Server, account and consent pages are often in the language of the visitor or of the provider, not
in that of the newspaper. Only wordings that name the wall itself are listed.
"""

import re

# What a page says to a reader who may not read on: log in, subscribe, agree to cookies. Most texts
# have none of the words before a pattern, and finding a word takes a tenth of the time of a search.
_WORDINGS = (
    (
        "limit articles",
        r"\b(?:reached|used|exceeded|hit) (?:your|the|all)\b[^.]{0,40}\b(?:limit|articles)",
    ),
    (
        "subscri regist log login sign signin signup",
        r"\b(?:subscri\w+|regist\w+|log ?in|sign ?in|sign ?up)\b[^.]{0,60}"
        r"\bto (?:continue|read|access|view|unlock|see)",
    ),
    ("reading", r"\bto (?:continue|keep) reading"),
    (
        "subscriber member",
        r"\b(?:only (?:available )?(?:for|to) (?:subscribers|members)"
        r"|already a (?:subscriber|member)|(?:subscribers?|members?)[ -]only)",
    ),
    (
        "rest full whole",
        r"\bto read the (?:rest|full|whole)\b[^.]{0,60}\b(?:subscri|regist|account|member)",
    ),
    ("password", r"\bforgot(?:ten)? your password|\buser ?name (?:and|or) password"),
    # French
    (
        "-vous abonn",
        r"\b(?:(?:abonnez|connectez|inscrivez|identifiez)-vous"
        r"|réservée?s? (?:aux|à nos) abonnés|déjà abonnée?)",
    ),
    # German, Dutch, Swedish
    (
        "jetzt weiter abonnent bitte",
        r"\b(?:jetzt (?:abonnieren|anmelden|registrieren|einloggen)"
        r"|um (?:weiterzulesen|weiter zu lesen)"
        r"|nur für abonnenten|bereits abonnent|bitte (?:melden sie sich|loggen))",
    ),
    (
        "verder abonnees logga prenumerant",
        r"\b(?:om verder te (?:lezen|gaan)|alleen voor abonnees|logga in|redan prenumerant)",
    ),
    # Spanish, Portuguese, Italian
    (
        "sesión suscr regístr leyendo",
        r"\b(?:(?:inici[ae]|iniciar) sesión|suscríb[ae](?:se|te)|regístr[ae](?:se|te)"
        r"|(?:seguir|continuar) leyendo|(?:sólo|solo) para suscriptores)",
    ),
    (
        "login continuar assina inscreva assine",
        r"\b(?:(?:faça|fazer) (?:o )?login|para continuar (?:lendo|a ler)|exclusivo para assinantes"
        r"|já é assinante|inscreva-se|assine (?:já|agora))",
    ),
    (
        "abbonat continuare",
        r"\b(?:abbonati (?:per|ora|subito)|già abbonat[oa]|per continuare a leggere"
        r"|riservat[oa] agli abbonati)",
    ),
    # Turkish, Polish
    ("giriş üye abone devam", r"\b(?:giriş yap|üye ol|abone ol|devamını oku)"),
    (
        "zaloguj zarejestruj prenumerator subskrybent",
        r"\b(?:zaloguj się|zarejestruj się|dla (?:prenumeratorów|subskrybentów))",
    ),
    # Russian
    (
        "войдите авториз зарегистр подпи",
        "войдите|авторизуйтесь|зарегистрируйтесь|подпишитесь|по подписке",
    ),
    # Arabic, Persian, Hebrew
    (
        "دخول قراءة مشترك اشترك شوید",
        "سج\u0651?لو?ا? ال?دخول|تسجيل الدخول|لمتابعة القراءة"
        "|للمشتركين فقط|اشترك الآن|مشتر[کك] شوید",
    ),
    ("وارد ثبت התחבר למנויים", "وارد شوید|ثبت ?\u200c?نام کنید|התחבר|למנויים בלבד"),
    # Chinese, Japanese, Korean
    (
        "登录 登錄 登入 订阅 訂閱 ログイン 会員限定 続きを読む 로그인 구독",
        "登录|登錄|登入|订阅|訂閱|ログイン|会員限定|続きを読む|로그인|구독",
    ),
    # Consent
    (
        "cookie",
        r"\b(?:we|nous|wir|(?:web)?site|seite|sitio|página|sito|partner[sn]?)\b[^.]{0,160}\bcookies?\b"
        r"|\bcookies? (?:zu|akzeptieren|aceptar|accepteren)"
        r"|\b(?:accept|accepter|aceptar)\b[^.]{0,20}\bcookies|файл\w* cookie",
    ),
    (
        "تعريف ارتباط çerez クッキー 쿠키",
        "ملفات تعريف الارتباط|ملفات الارتباط|\\bçerez|クッキー|쿠키",
    ),
)
_WALLS = tuple(
    (tuple(words.split()), re.compile(found, re.IGNORECASE)) for words, found in _WORDINGS
)
# Topics of replacement pages: server, domain, browser, consent.
_ABOUT_THE_SERVER = re.compile(
    r"""
    \b(?:
        this\ (?:domain|server|account|web\ ?site|site|page)\ (?:is|has|may|was|uses)
      | web\ ?server | hosting\ (?:provider|plan|account) | configuration\ files? | administrator
      | database\ connection | cookies\ to\ continue | enable\ javascript
      | subscribe\ to\ (?:continue|read) | wayback\ machine | parking
      | default\ page | control\ panel
      | fatal\ error | stack\ trace | syntax\ error | undefined\ (?:function|variable|index)
      | (?:scheduled|planned|under|down\ for)\ maintenance
      | back\ (?:online|shortly|soon)
      | value\ your\ privacy | we\ and\ our\ (?:\d+\ )?(?:partners|vendors)
      | (?:use|uses|using|accept|store)\ (?:of\ )?(?:all\ )?cookies
      | (?:general\ data\ protection|european\ economic\ area)
      | (?:eighteen|18|21)\ years\ (?:of\ age\ )?or\ older | legal\ age | online\ casino
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What a teaser ends with instead of the rest of its text.
_CUT_SHORT = re.compile(r"(?:\[\s*(?:\.{3}|…)\s*\]|\((?:read )?more(?:\.{3}|…)\))\s*$", re.I)
_WALL_AT_MOST = 200


def is_wall(text: str) -> bool:
    """Return whether a text says what a wall in front of an article says."""
    lower = text.lower()
    return any(
        pattern.search(text) is not None
        for words, pattern in _WALLS
        if any(word in lower for word in words)
    )


def is_about_the_server(text: str) -> bool:
    """Return whether a text is about the server, the domain or the browser."""
    return _ABOUT_THE_SERVER.search(text) is not None


def ends_at_a_wall(last_paragraph: str) -> bool:
    """Return whether the end of a text is a wall, or the mark of an excerpt: `[...]`."""
    is_short = len(last_paragraph) <= _WALL_AT_MOST
    return (is_short and is_wall(last_paragraph)) or _CUT_SHORT.search(last_paragraph) is not None
