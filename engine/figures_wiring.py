"""What counts, over the parts of a product: the statutory reports, the manager's figures, and the sums behind them."""

from engine.service.figure_ports import FigureBook
from engine.service.figures import FlowFigures
from engine.service.reports import Reports
from engine.store.figure_book import SqlFigureBook
from engine.store.report_book import SqlReportBook
from engine.wiring import Product


def build_reports(product: Product) -> Reports:
    """The statutory figures over the parts of a product; nothing is asked yet."""
    book = SqlReportBook(product.database)
    return Reports(book, product.ledger, product.commands, product.reader, product.catalogue, product.clock)


def build_figures(product: Product) -> FlowFigures:
    """The manager's figures over the parts of a product; nothing is asked yet."""
    book = SqlFigureBook(product.database)
    return FlowFigures(book, product.ledger, product.commands, product.reader, product.catalogue, product.clock)


def build_figure_sums(product: Product) -> FigureBook:
    """What adds up the sums behind the figures."""
    return SqlFigureBook(product.database)
