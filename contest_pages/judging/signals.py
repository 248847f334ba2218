"""What judging tells whoever follows from it; sent inside the transaction of the act."""

from django.dispatch import Signal

#: A judge recused from an entry. Arguments: sender (Review), review.
judge_recused = Signal()
#: A judge cannot open something of an entry. Arguments: sender (Trouble), trouble.
trouble_reported = Signal()
