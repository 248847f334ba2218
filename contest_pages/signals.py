"""What contests tell the rooms above; sent inside the transaction of the act."""

from django.dispatch import Signal

#: An Extension was made: more time for everybody. Arguments: sender (Contest), extension.
submission_extended = Signal()
#: A contest was called off. Arguments: sender (Contest), contest.
contest_cancelled = Signal()
#: It goes on after all. Arguments: sender (Contest), contest, cancelled_at.
contest_reinstated = Signal()
