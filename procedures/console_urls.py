"""Addresses of the editor's console."""

from django.urls import path

from .pages import console, drawing, importing

VERSION = "<procedure_code:code>/<int:number>/"

urlpatterns = [
    path("", console.index, name="console"),
    path("new/", console.new, name="console_new"),
    path("import/", importing.importing, name="console_import"),
    path("import/confirm/", importing.confirm_import, name="console_import_confirm"),
    path("<procedure_code:code>/", console.procedure, name="console_procedure"),
    path("<procedure_code:code>/new-version/", console.new_version, name="console_new_version"),
    path("<procedure_code:code>/compare/", console.comparison, name="console_comparison"),
    path(VERSION, console.version, name="console_version"),
    path(f"{VERSION}publish/", console.publish_draft, name="console_publish"),
    path(f"{VERSION}discard/", console.discard_draft, name="console_discard"),
    path(f"{VERSION}retire/", console.retire_version, name="console_retire"),
    path(f"{VERSION}steps/", drawing.steps, name="console_steps"),
    path(f"{VERSION}<slug:part>/", console.part, name="console_part"),
]
