"""The contract of `make lint` that keeps imports going one way (see pyproject.toml).

import-linter's own layers cannot hold a package and, above it, a package inside that one.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class RoomsContract(Contract):
    """No module imports one of a room that is named earlier than its own.

    Rooms in one line, with a bar between them, stand side by side and do not know each other.
    """

    rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every direct import; what is wrong indirectly is wrong directly somewhere."""
        wrong = []
        for importer in sorted(graph.modules):
            own = self._room(importer)
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if self._is_closed(own, self._room(imported)):
                    wrong += graph.get_import_details(importer=importer, imported=imported)
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that goes up, with its line."""
        for each in check.metadata["wrong"]:
            output.print_error(
                f"{each['importer']}:{each['line_number']} imports {each['imported']}"
            )

    def _room(self, module: str) -> tuple[int, str]:
        """Return the innermost room that holds a module, after its place; 0 is the highest."""
        rooms = [
            (place, room.strip())
            for place, line in enumerate(self.rooms)
            for room in line.split("|")
        ]
        holding = [each for each in rooms if module == each[1] or module.startswith(f"{each[1]}.")]
        return max(holding, key=lambda each: len(each[1]))

    def _is_closed(self, own: tuple[int, str], other: tuple[int, str]) -> bool:
        """Return whether a room may not import from another: it is higher, or beside it."""
        return other[0] < own[0] or (other[0] == own[0] and other != own)
