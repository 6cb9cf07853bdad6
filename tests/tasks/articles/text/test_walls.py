"""What is shown in the place of an article, or at its end."""

import pytest

from tasks.articles.text.walls import ends_at_a_wall, is_about_the_server, is_wall

# A wording of each kind, in the languages of servers.
WALLS = (
    "reached your limit|used all free articles|subscribe now to continue|"
    "register to read|log in to view|login to see|sign in to unlock|"
    "sign up to access|to continue reading|to keep reading|"
    "only available to subscribers|already a member|subscriber only|"
    "members-only|only for members|forgotten your password|"
    "username and password|abonnez-vous|connectez-vous|"
    "réservé aux abonnés|réservée à nos abonnés|déjà abonné|"
    "jetzt abonnieren|um weiterzulesen|um weiter zu lesen|"
    "nur für abonnenten|bereits abonnent|bitte melden sie sich|"
    "bitte loggen|om verder te lezen|alleen voor abonnees|logga in|"
    "redan prenumerant|iniciar sesión|inicie sesión|suscríbete|"
    "regístrese|seguir leyendo|solo para suscriptores|faça login|"
    "fazer o login|para continuar lendo|exclusivo para assinantes|"
    "já é assinante|inscreva-se|assine já|abbonati per|già abbonato|"
    "per continuare a leggere|riservato agli abbonati|giriş yapın|"
    "üye olun|abone ol|devamını okuyun|zaloguj się|zarejestruj się|"
    "dla prenumeratorów|dla subskrybentów|войдите|"
    "авторизуйтесь|зарегистрируйтесь|"
    "подпишитесь|по подписке|سجل الدخول|"
    "سجلوا الدخول|تسجيل الدخول|"
    "لمتابعة القراءة|للمشتركين فقط|"
    "اشترك الآن|وارد شوید|ثبت نام کنید|"
    "ثبت‌نام کنید|مشترک شوید|התחבר|"
    "למנויים בלבד|登录|登錄|登入|订阅|訂閱|"
    "ログイン|会員限定|続きを読む|로그인|구독|"
    "we use cookies|nous utilisons des cookies|cookies zu|"
    "cookies akzeptieren|accept all cookies|файлы cookie|"
    "ملفات تعريف الارتباط|ملفات الارتباط|"
    "çerezler|クッキー|쿠키"
)


@pytest.mark.parametrize("text", WALLS.split("|"))
def test_each_wording_is_found_in_any_case(text: str) -> None:
    assert is_wall(f"... {text} ...")
    assert is_wall(text.upper())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You have reached your limit of free articles.", True),
        ("Jetzt anmelden", True),
        ("We use cookies.", True),
        ("The board met on Monday.", False),
        ("", False),
    ],
)
def test_a_wall_is_known_by_its_wording(text: str, expected: bool) -> None:
    assert is_wall(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The web server is down.", True), ("Stack trace: none", True), ("The board met.", False)],
)
def test_a_page_about_the_server_is_known_by_its_topics(text: str, expected: bool) -> None:
    assert is_about_the_server(text) is expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("Please log in to continue.", True),
        ("Please log in to continue." + "x" * 174, True),
        ("Please log in to continue." + "x" * 175, False),
        ("The board met on [...]", True),
        ("x" * 300 + " [...]", True),
        ("The [...] board met", False),
        ("The board met.", False),
    ],
)
def test_a_text_ends_at_a_short_wall_or_the_mark_of_an_excerpt(last: str, expected: bool) -> None:
    assert ends_at_a_wall(last) is expected
