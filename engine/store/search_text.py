"""How people type a name in a hurry: without capitals and without diacritics."""

import unicodedata


def searchable(*words: str | None) -> str:
    """`Nguyễn Văn Đức` becomes `nguyen van duc`; the same for what is stored and for what is asked."""
    text = " ".join(word for word in words if word).casefold().replace("đ", "d")
    bare = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return " ".join("".join(bare).split())
