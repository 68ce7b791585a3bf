"""The stories of the town: what the promise of each is, and what the people did.

Under the decree in force birth is registered within 24 hours, residence within 2 working days after it (5 if something
has to be verified), all within 3 (or 5); the identity card has 5 working days of its own.
"""

from __future__ import annotations

from demo.story import (
    BIRTH,
    CARD,
    HOME,
    IDENTITY,
    Promise,
    Story,
    answered,
    asked,
    claimed,
    done,
    not_accepted,
    refused,
    withdrawn,
)

_MARRIAGE = "marriage_certificate"
_NO_MARRIAGE = "Thiếu bản sao Giấy chứng nhận kết hôn của cha mẹ."
_NOTICE = "birth_notice"
_NO_NOTICE = "Giấy chứng sinh bị mờ, không đọc được số."
_PAPERS = "residence_papers"
_NO_PAPERS = "Thiếu giấy tờ chứng minh chỗ ở hợp pháp."

EARLY = (
    Story(Promise.EARLY, 14, "08:20", (*done(BIRTH, 0, "10:40"), *done(HOME, 1, "09:30"))),
    Story(Promise.EARLY, 12, "09:05", (*done(BIRTH, 0, "14:10"), *done(HOME, 1, "15:20")), father_unknown=True),
    Story(Promise.EARLY, 9, "10:15", (*done(BIRTH, 0, "15:40"), *done(HOME, 2, "09:10")), territory="sen-trang"),
    Story(Promise.EARLY, 7, "08:45", (*done(BIRTH, 0, "11:20"), *done(HOME, 1, "10:00")), channel="online"),
    Story(
        Promise.EARLY,
        11,
        "13:30",
        (*done(BIRTH, 0, "16:00"), *done(HOME, 1, "14:30"), *done(IDENTITY, 4, "10:30")),
        identity_card=True,
    ),
    Story(Promise.EARLY, 6, "09:50", (*done(BIRTH, 0, "14:45"), *done(HOME, 2, "08:50")), father_unknown=True),
)

ON_TIME = (
    Story(Promise.ON_TIME, 13, "10:20", (*done(BIRTH, 1, "09:50"), *done(HOME, 3, "09:20")), followed=True),
    Story(Promise.ON_TIME, 10, "14:40", (*done(BIRTH, 1, "14:00"), *done(HOME, 3, "13:40")), followed=True),
    Story(
        Promise.ON_TIME,
        9,
        "09:30",
        (*done(BIRTH, 1, "09:00"), *done(HOME, 3, "08:45")),
        followed=True,
        territory="sen-trang",
        channel="post",
    ),
    Story(
        Promise.ON_TIME,
        12,
        "08:30",
        (*done(BIRTH, 0, "15:30"), *done(HOME, 5, "15:00")),
        needs_verification=True,
    ),
    Story(
        Promise.ON_TIME,
        14,
        "11:00",
        (*done(BIRTH, 1, "10:30"), *done(HOME, 3, "10:00"), *done(IDENTITY, 8, "09:40")),
        followed=True,
        identity_card=True,
    ),
)

LATE = (
    Story(Promise.LATE, 13, "09:15", (*done(BIRTH, 0, "16:10"), *done(HOME, 5, "10:30"))),
    Story(Promise.LATE, 12, "14:20", (*done(BIRTH, 2, "11:00"), *done(HOME, 4, "09:00"))),
    Story(Promise.LATE, 10, "08:55", (*done(BIRTH, 0, "15:10"), *done(HOME, 6, "16:20")), territory="sen-trang"),
    Story(
        Promise.LATE,
        14,
        "10:35",
        (*done(BIRTH, 0, "15:50"), *done(HOME, 7, "14:15")),
        needs_verification=True,
        father_unknown=True,
    ),
)

AFTER_A_SUPPLEMENT = (
    Story(
        Promise.EARLY,
        13,
        "09:40",
        (
            asked(BIRTH, 0, "11:00", _MARRIAGE, _NO_MARRIAGE),
            answered(BIRTH, 3, "09:30", _MARRIAGE),
            *done(BIRTH, 3, "15:00"),
            *done(HOME, 4, "10:20"),
        ),
    ),
    Story(
        Promise.EARLY,
        12,
        "13:45",
        (
            asked(BIRTH, 0, "15:30", _NOTICE, _NO_NOTICE),
            answered(BIRTH, 5, "10:10", _NOTICE),
            *done(BIRTH, 5, "14:20"),
            *done(HOME, 6, "11:00"),
        ),
        territory="sen-trang",
        channel="online",
    ),
    Story(
        Promise.EARLY,
        11,
        "08:35",
        (
            *done(BIRTH, 0, "11:10"),
            asked(HOME, 0, "15:00", _PAPERS, _NO_PAPERS, "residence_supplement"),
            answered(HOME, 4, "09:00", _PAPERS),
            *done(HOME, 4, "15:45"),
        ),
    ),
)

WAITING_FOR_A_SUPPLEMENT = (
    Story(Promise.SUPPLEMENT, 2, "09:25", (asked(BIRTH, 0, "14:30", _MARRIAGE, _NO_MARRIAGE),)),
    Story(Promise.SUPPLEMENT, 1, "10:50", (asked(BIRTH, 0, "15:40", _NOTICE, _NO_NOTICE),), father_unknown=True),
    Story(
        Promise.SUPPLEMENT,
        3,
        "13:20",
        (claimed(BIRTH, 0, "13:50"), asked(BIRTH, 0, "16:15", _NOTICE, _NO_NOTICE)),
        territory="sen-trang",
        channel="online",
    ),
    Story(
        Promise.SUPPLEMENT,
        2,
        "08:10",
        (*done(BIRTH, 0, "10:30"), asked(HOME, 0, "16:05", _PAPERS, _NO_PAPERS, "residence_supplement")),
    ),
)

OVERDUE = (
    Story(Promise.OVERDUE, 6, "09:00", (*done(BIRTH, 0, "14:50"), claimed(HOME, 1, "08:40"))),
    Story(Promise.OVERDUE, 5, "13:10", done(BIRTH, 0, "16:30"), territory="sen-trang"),
    Story(Promise.OVERDUE, 8, "10:05", (*done(BIRTH, 0, "15:15"), claimed(HOME, 0, "16:25")), father_unknown=True),
    Story(Promise.OVERDUE, 5, "08:50", (claimed(BIRTH, 0, "09:40"),)),
)

ENDED_OTHERWISE = (
    Story(Promise.WITHDRAWN, 5, "09:35", (withdrawn(0, "14:05"),)),
    Story(Promise.WITHDRAWN, 8, "08:25", (*done(BIRTH, 0, "11:45"), withdrawn(5, "10:00", after_step=CARD))),
    Story(Promise.REFUSED, 7, "14:35", (claimed(BIRTH, 0, "15:05"), refused(BIRTH, 0, "16:40"))),
    Story(Promise.NOT_ACCEPTED, 4, None, (not_accepted(0, "11:15"),), channel="online"),
    Story(Promise.STOPPED, 12, "09:55", (asked(BIRTH, 0, "13:35", _MARRIAGE, _NO_MARRIAGE),)),
    Story(Promise.STOPPED, 11, "14:15", (asked(BIRTH, 0, "16:45", _NOTICE, _NO_NOTICE),), territory="sen-trang"),
)

IN_PROGRESS = (
    Story(Promise.IN_PROGRESS, 0, "09:20", (*done(BIRTH, 0, "13:55"), claimed(HOME, 0, "15:35"))),
    Story(
        Promise.IN_PROGRESS,
        2,
        "10:45",
        (*done(BIRTH, 0, "14:25"), *done(HOME, 1, "15:55"), claimed(IDENTITY, 2, "09:15")),
        identity_card=True,
    ),
    Story(Promise.IN_PROGRESS, 0, "", just_now=True, territory="sen-trang"),
)

NOT_RECEIVED = (
    Story(Promise.NOT_RECEIVED, 0, None, channel="online"),
    Story(Promise.NOT_RECEIVED, 0, None, channel="online", territory="sen-trang", father_unknown=True),
)

STORIES: tuple[Story, ...] = (
    *EARLY,
    *ON_TIME,
    *LATE,
    *AFTER_A_SUPPLEMENT,
    *WAITING_FOR_A_SUPPLEMENT,
    *OVERDUE,
    *ENDED_OTHERWISE,
    *IN_PROGRESS,
    *NOT_RECEIVED,
)
"""In this order they are numbered, from 1; the number is part of every command's id, so never change it."""
