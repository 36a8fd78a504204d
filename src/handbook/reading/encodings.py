"""Which encoding a file that is no UTF-8 was saved in: said when it is plain, and not guessed otherwise."""

from __future__ import annotations

_NAMES = {"big5": "Big5", "gb18030": "GBK"}
# The characters that stand most often in Chinese text of either script. Read in a wrong encoding, a text has few.
_COMMON = frozenset(
    "的一是在不了有和人這这中大為为上個个國国以我要他時时來来用們们生到作地於于出就分對对成會会可主發发年動动同工也能下過过"
    "子說说產产種种面而方後后多定行學学法所民得經经十三之進进著着等部度家電电力如水化高自二理起小物現现加量都兩两體体制機机"
    "當当使點点從从業业本去把性好應应開开它合還还因由其些然前外天政四日那社義义事平形相全表間间樣样與与關关各重新線线內内正"
    "心反你明看原又麼么利比或但質质氣气第向道命此變变條条只沒没結结解問问意建月公無无系軍军情者最立代想已通並并提直題题黨党"
    "程展五果料象員员革位入常文總总次品式活設设及管特件長长求老頭头基資资邊边流路級级少圖图山統统接知較较將将組组見见計计別别"
    "她手角期根論论運运農农指幾几九區区強强放決决西被幹干做必戰战先回則则任取據据處处理府研質报報單单車车辦办室申請请審审批用"
    "，。、：；「」（）《》"
)
_LEAST = 0.12  # of the characters beyond ASCII; Chinese prose has a third and more


def guessed_encoding(raw: bytes) -> str:
    """The name of the encoding as people know it; "" where nothing speaks for one."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    if 0 in raw:  # no text in any other encoding has such a byte
        return "UTF-16" if max(_share(raw, "utf-16-le"), _share(raw, "utf-16-be")) >= _LEAST else ""
    shares = {encoding: _share(raw, encoding) for encoding in _NAMES}
    best = max(shares, key=lambda encoding: shares[encoding])
    other = min(shares.values())
    return _NAMES[best] if shares[best] >= _LEAST and shares[best] > 2 * other else ""


def _share(raw: bytes, encoding: str) -> float:
    """How many of the characters beyond ASCII are common ones; 0 where the bytes are no text in that encoding."""
    try:
        text = [character for character in raw.decode(encoding) if character > "\x7f"]
    except UnicodeDecodeError:
        return 0.0
    return sum(character in _COMMON for character in text) / len(text) if text else 0.0
