"""The rules of a timetable, one module each, in the rulebook's order."""

from __future__ import annotations

from balai.engine.timetabling.rules import (
    t01_once,
    t02_window,
    t03_hours,
    t04_pause,
    t05_groups,
    t06_people,
    t07_rooms,
    t08_seats,
    t09_site,
    t10_machines,
    t11_away,
    t12_order,
    t13_travel,
    t14_city,
    t15_day,
    t16_contact,
    t17_sites,
    t18_free,
    t19_quiet,
    t20_pin,
    t21_travel,
    t22_balance,
    t23_morning,
    t24_compact,
    t25_trainers,
    t26_quiet,
    t27_promise,
    t28_observance,
)

RULES = tuple(
    module.RULE
    for module in (
        *(t01_once, t02_window, t03_hours, t04_pause, t05_groups, t06_people, t07_rooms),
        *(t08_seats, t09_site, t10_machines, t11_away, t12_order, t13_travel, t14_city),
        *(t15_day, t16_contact, t17_sites, t18_free, t19_quiet, t20_pin),
        *(t21_travel, t22_balance, t23_morning, t24_compact, t25_trainers, t26_quiet, t27_promise),
        t28_observance,
    )
)
