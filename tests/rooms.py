"""The contract of `make lint` that keeps imports going one way (see pyproject.toml).

import-linter's own layers cannot hold a package and, above it, a package inside that one.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class RoomsContract(Contract):
    """No module imports one of a room that is named earlier than its own."""

    rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every direct import; what is wrong indirectly is wrong directly somewhere."""
        wrong = []
        for importer in sorted(graph.modules):
            own = self._height(importer)
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if self._height(imported) < own:
                    wrong += graph.get_import_details(importer=importer, imported=imported)
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that goes up, with its line."""
        for each in check.metadata["wrong"]:
            output.print_error(
                f"{each['importer']}:{each['line_number']} imports {each['imported']}"
            )

    def _height(self, module: str) -> int:
        """Return the place of the innermost room that holds a module; 0 is the highest."""
        holding = [room for room in self.rooms if module == room or module.startswith(f"{room}.")]
        return self.rooms.index(max(holding, key=len))
