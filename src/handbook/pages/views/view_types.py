"""The classes of this room that a component's description may name as the type of a parameter."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.pages.views.contact import ContactView
from handbook.pages.views.document_control import ControlView
from handbook.pages.views.home import HomeChange, HomePart, HomeView, PostGroup, PostLink
from handbook.pages.views.links import Link
from handbook.pages.views.matrix import MatrixCell, MatrixLine, MatrixView
from handbook.pages.views.procedure import ProcedureView, StepView
from handbook.pages.views.role import Duty, LinkEntry, LinkGroup, RoleView
from handbook.pages.views.template import TemplateList, TemplateView

VIEW_TYPES: Mapping[str, type] = {
    one.__name__: one
    for one in (
        ContactView, ControlView, Duty, HomeChange, HomePart, HomeView, Link, LinkEntry, LinkGroup, MatrixCell,
        MatrixLine, MatrixView, PostGroup, PostLink, ProcedureView, RoleView, StepView, TemplateList, TemplateView,
    )
}  # fmt: skip
