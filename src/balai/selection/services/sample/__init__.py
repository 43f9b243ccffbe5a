"""The sample pool: about seventy made-up nominees of the reference programme, and its whole way to a cohort.

Everything goes by the services that pages and the worker use, with the moments of 2018 as arguments: the
call, each country's list with its late, incomplete, ineligible, withdrawn and doubled nominees, applications
with sealed parts, documents and employers' statements, scores, the proposal with its proof, the panel's
decision, offers, answers, and the ladder. The same seed makes the same people and the same cohort.

The work is done in stages. Each is one transaction that claims its name, so that a demonstration that is
stopped half-way goes on where it was, and started again does nothing.
"""
