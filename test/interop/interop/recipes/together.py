"""Several clients at once: each in a thread of its own, and what went wrong in any of them."""

import threading

from ..expect import Failed


def together(*tasks, within=30.0):
    """Runs the tasks side by side; their results in order. The first error of any task is raised here."""
    results = [None] * len(tasks)
    errors = []

    def work(number, task):
        try:
            results[number] = task()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(within)
    if errors:
        raise errors[0]
    if any(thread.is_alive() for thread in threads):
        raise Failed(f"not finished after {within:g} s")
    return results
