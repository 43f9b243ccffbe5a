"""What is said to people about rules, without loading the solver."""

from __future__ import annotations

WISHES = {
    "T21": "sites a day",
    "T22": "teaching above what is good for a day",
    "T23": "heavy sessions from noon on",
    "T24": "waiting and travel",
    "T25": "work of one person above what is good for a day",
    "T26": "heavy sessions in quiet times",
    "T27": "promises not kept",
}
