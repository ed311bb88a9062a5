"""Misspellings and short forms of the words that opting out, opting in and asking for help use."""

from string import ascii_lowercase

# Long words, of which any one wrong, missing, extra or exchanged letter is mended …
_LONG_WORDS = ["message", "messages", "messaging", "unsubscribe", "unsubscribed", "resubscribe", "subscribe", "subscription", "notifications", "reminders", "receiving", "contacting", "bothering", "harassing", "permission", "discontinue", "mensaje", "mensajes", "cancelar", "suscripcion", "suscribirme", "molesten", "escriban", "notificaciones", "informacion"]
# … unless that makes another word people use.
_OTHER_WORDS = ["massage", "massages", "massaging", "passages", "cancelara", "cancelare", "cancelaran", "cancelan", "cancela", "subscriber", "subscribed", "subscribes", "reminder", "reviving", "relieving", "messaged", "unsubscribes", "resubscribed", "escriben", "escribas", "molestan", "molesto", "molesta", "molestes", "moleste", "subscriptions", "permissions"]
_SHORT_FORMS = {
    "resubscribe": "resub",
    "stop": "stpo sotp tsop stp stopp sstop sttop stpp stip dtop srop stoip stopo st0p stopt stahp",
    "quit": "qiut quitt qut",
    "cancel": "cancle cancell cancl cansel cancal",
    "help": "hlep hepl ehlp helpp hellp halp",
    "start": "strat statr satrt startt",
    "unsubscribe": "unsub unsubs unscribe unsuscrib unsubsribe unsubcrib unsuscribed",
    "text": "txt tex textt txet tect texr tezt",
    "texts": "txts txtz textz textx txs texs",
    "texting": "txting texing texitng textin txtin textng texring texring textting txtng",
    "message": "msg mesg mssg msge massege messege mesage",
    "messages": "msgs msgz mesgs mssgs msges masseges messeges mesages mesags",
    "messaging": "msging messagin mesaging",
    "sending": "sendin sendng sneding",
    "bothering": "botherin",
    "stopping": "stoping",
    "please": "plz pls pleez plese plase pleas plss plzz pleaz",
    "you": "u yu yuo",
    "your": "ur yr",
    "are": "r",
    "who": "hoo",
    "want": "wnt wan wamt",
    "want to": "wanna wana",
    "dont": "dnt donot dont dun dotn doont dpnt",
    "anymore": "anymor nomore anymre",
    "no more": "nomor",
    "number": "nbr numbr nummber",
    "receive": "recieve receve recive",
    "receiving": "recieving reciving",
    "remove": "remov rmv remve romove",
    "because": "cuz bc",
    "thanks": "thx thnx tks thankyou ty",
    "alone": "alon aloan",
    "again": "agian agin",
    "started": "startd",
    "service": "servise servce",
    "program": "progam programme",
    "fucking": "fkn fuckin effing friggin freakin",
    "hey": "heyy heya",
    "mensaje": "msj mensage mensge",
    "mensajes": "msjs mensages mensjes menzajes mensajs",
    "que": "q k qe",
    "por favor": "porfavor xfavor porfa porfis plis xfa",
    "por que": "xq pq porque",
    "quiero": "kiero qiero quero",
    "quien": "kien qien",
    "no quiero": "noquiero",
    "escriban": "escrivan",
    "envien": "embien enbien",
    "enviar": "embiar enbiar",
    "numero": "nro num",
    "deje": "dege",
    "dejen": "degen",
    "ayuda": "alluda ayudaa",
    "suscribirme": "subscribirme suscrivirme",
    "suscripcion": "subscripcion suscripsion",
}


def _one_edit_away(word: str) -> set[str]:
    """Return every string that one typing slip makes of `word` (P. Norvig's edit set)."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in splits if right}
    exchanged = {left + right[1] + right[0] + right[2:] for left, right in splits if right[1:]}
    wrong = {
        left + letter + right[1:] for left, right in splits if right for letter in ascii_lowercase
    }
    extra = {left + letter + right for left, right in splits for letter in ascii_lowercase}
    return missing | exchanged | wrong | extra


def _spelling() -> dict[str, str]:
    mended = {slip: word for word in _LONG_WORDS for slip in _one_edit_away(word)}
    for word in (*_OTHER_WORDS, *_LONG_WORDS):
        mended.pop(word, None)
    for word, forms in _SHORT_FORMS.items():
        mended.update(dict.fromkeys(forms.split(), word))
    return mended


SPELLING = _spelling()
