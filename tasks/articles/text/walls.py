"""Wording of pages that are shown in the place of an article, in the languages of their servers.

Server, account and consent pages are often in the language of the visitor or of the provider, not
in that of the newspaper. Only wordings that name the wall itself are listed.
"""

import re

# What a page says to a reader who may not read on: log in, subscribe, agree to cookies.
_WALL = re.compile(
    r"""
    \b(?:
        (?:reached|used|exceeded|hit)\ (?:your|the|all)\b[^.]{0,40}\b(?:limit|articles)
      | (?:subscri\w+|regist\w+|log\ ?in|sign\ ?in|sign\ ?up)\b[^.]{0,60}
            \bto\ (?:continue|read|access|view|unlock|see)
      | to\ (?:continue|keep)\ reading | only\ available\ (?:for|to)\ (?:subscribers|members)
      | already\ a\ (?:subscriber|member)
      | (?:subscribers?|members?)[ -]only
      | only\ (?:for|to)\ (?:subscribers|members)
      | forgot(?:ten)?\ your\ password | user\ ?name\ (?:and|or)\ password
      # French
      | (?:abonnez|connectez|inscrivez|identifiez)-vous | réservée?\ (?:aux|à\ nos)\ abonnés
      | déjà\ abonnée?
      # German, Dutch, Swedish
      | jetzt\ (?:abonnieren|anmelden|registrieren|einloggen)
      | um\ (?:weiterzulesen|weiter\ zu\ lesen)
      | nur\ für\ abonnenten | bereits\ abonnent | bitte\ (?:melden\ sie\ sich|loggen)
      | om\ verder\ te\ (?:lezen|gaan) | alleen\ voor\ abonnees | logga\ in | redan\ prenumerant
      # Spanish, Portuguese, Italian
      | (?:inici[ae]|iniciar)\ sesión | suscríb[ae](?:se|te) | regístr[ae](?:se|te)
      | (?:seguir|continuar)\ leyendo | (?:sólo|solo)\ para\ suscriptores
      | (?:faça|fazer)\ (?:o\ )?login | para\ continuar\ (?:lendo|a\ ler)
      | exclusivo\ para\ assinantes
      | já\ é\ assinante | inscreva-se | assine\ (?:já|agora)
      | abbonati\ (?:per|ora|subito) | già\ abbonat[oa] | per\ continuare\ a\ leggere
      | riservat[oa]\ agli\ abbonati
      # Turkish, Polish
      | giriş\ yap\w* | üye\ ol\w* | abone\ ol\w* | devamını\ oku\w*
      | zaloguj\ się | zarejestruj\ się | dla\ (?:prenumeratorów|subskrybentów)
    )
    # Russian, Arabic, Persian, Hebrew, Chinese, Japanese, Korean
  | войдите | авторизуйтесь | зарегистрируйтесь | подпишитесь | по\ подписке
  | سج\u0651?لو?ا?\ ال?دخول | تسجيل\ الدخول | لمتابعة\ القراءة | للمشتركين\ فقط | اشترك\ الآن
  | وارد\ شوید | ثبت\ ?\u200c?نام\ کنید | مشترک\ شوید
  | התחבר | למנויים\ בלבד
  | 登录 | 登錄 | 登入 | 订阅 | 訂閱 | ログイン | 会員限定 | 続きを読む | 로그인 | 구독
    # Consent
  | \b(?:we|nous|wir|(?:web)?site|seite|sitio|página|sito|partner[sn]?)\b[^.]{0,160}\bcookies?\b
  | \bcookies?\ (?:zu|akzeptieren|aceptar|accepteren)
  | \b(?:accept|accepter|aceptar)\b[^.]{0,20}\bcookies
  | файл\w*\ cookie | ملفات\ تعريف\ الارتباط | ملفات\ الارتباط | \bçerez | クッキー | 쿠키
    """,
    re.IGNORECASE | re.VERBOSE,
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
    return _WALL.search(text) is not None


def is_about_the_server(text: str) -> bool:
    """Return whether a text is about the server, the domain or the browser."""
    return _ABOUT_THE_SERVER.search(text) is not None


def ends_at_a_wall(last_paragraph: str) -> bool:
    """Return whether the end of a text is a wall, or the mark of an excerpt: `[...]`."""
    is_short = len(last_paragraph) <= _WALL_AT_MOST
    return (is_short and is_wall(last_paragraph)) or _CUT_SHORT.search(last_paragraph) is not None
