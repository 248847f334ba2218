"""Acts of several people at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import IntegrityError, close_old_connections, connection

from cms.errors import Refused


def at_once(*acts: Callable) -> list:
    """Run acts in threads that begin together; return what each gave, or with what it was refused.

    Raises what went wrong otherwise: two that wait for each other, above all.
    """
    start, results, wrong = Barrier(len(acts)), [None] * len(acts), []

    def run(place: int, act: Callable) -> None:
        start.wait()
        try:
            results[place] = act()
        except (Refused, IntegrityError) as error:
            results[place] = error
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    close_old_connections()
    if wrong:
        raise wrong[0]
    return results


def refused(results: list) -> int:
    """Count those that were refused."""
    return sum(isinstance(result, Exception) for result in results)
