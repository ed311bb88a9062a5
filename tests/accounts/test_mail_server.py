import pytest

from chaperone.accounts.mail_server import FILES, SMTP, mail_server


def test_without_a_server_mails_are_files():
    assert mail_server("") == (FILES, {})


@pytest.mark.parametrize(
    ("url", "host", "port", "ssl"),
    [
        ("smtps://u:p@mail.example", "mail.example", 465, True),
        ("smtps://u:p@mail.example:8465", "mail.example", 8465, True),
        ("smtp://u:p@mail.example", "mail.example", 587, False),
    ],
)
def test_server_is_always_reached_by_tls(url, host, port, ssl):
    backend, server = mail_server(url)
    assert backend == SMTP
    assert (server["host"], server["port"], server["ssl"]) == (host, port, ssl)
    assert server["ssl"] != server["starttls"]
    assert (server["user"], server["password"]) == ("u", "p")


def test_signs_in_a_password_are_decoded():
    _, server = mail_server("smtps://team%40x:p%2Fw%3A@mail.example")
    assert (server["user"], server["password"]) == ("team@x", "p/w:")


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example", "smtps://", "smtps:x"])
def test_another_url_is_refused_without_repeating_it(url):
    with pytest.raises(ValueError, match=r"must look like") as problem:
        mail_server(url)
    assert url not in str(problem.value).replace("smtps://user", "")
