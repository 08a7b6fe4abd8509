# ruff: noqa: E501  (a table of eighteen people is wide)
"""Who gets which answer at which door: the whole table. A door that is not in it fails the tests.

The dossier was received at xã Đất Mũi, and phường An Xuyên is competent. `neig` receives at An Xuyên and `stra` at a
third commune, `prov` at the centre of the province, `dept` decides in a department: they must see nothing of it.
`head` and `cent` lead where it is decided and where it was received; `post` and `help` help people to file; `edit`
edits the catalogue. `in`: sent to the sign-in; `go`: done, and sent on to the next page.
"""

USERNAMES = {
    "anon": "",
    "recp": "tiepnhan.datmui",
    "hand": "traketqua.datmui",
    "offi": "thuly.anxuyen",
    "appr": "kyduyet.anxuyen",
    "reco": "vanthu.anxuyen",
    "neig": "tiepnhan.anxuyen",
    "stra": "tiepnhan.khanhan",
    "supe": "giamsat",
    "admi": "quantri",
    "dept": "thuly.tuphap",
    "prov": "tiepnhan.tinh",
    "head": "phochutich.anxuyen",
    "cent": "truongtrungtam.datmui",
    "cash": "thungan.datmui",
    "edit": "bientap",
    "post": "buudien.datmui",
    "help": "hotro.datmui",
}
COLUMNS = list(USERNAMES)

# Reading changes nothing: one dossier, issued, serves all of it.
READING = """
                                                          anon recp hand offi appr reco neig stra supe admi dept prov head cent cash edit post help
/api/v1/procedures/                                       401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/procedures/<code>/                                401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/procedures/<code>/due/                            401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/procedures/<code>/quote/                          401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/procedures/<code>/form/                           401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/dossiers/                                         401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/dossiers/<code>/                                  401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/dossiers/<code>/receipt/                          401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/dossiers/<code>/result/                           401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/dossiers/<code>/result/content/                   401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/documents/<key>/content/                          401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/documents/<key>/content/?rendition=searchable     401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/documents/<key>/content/?rendition=text           401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/schema/                                           200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/docs/                                             200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/                                                         200  go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go
/procedures/                                              200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/procedures/<code>/                                       200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/procedures/<code>/form/                                  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/catalogue/                                               in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/catalogue/new/                                           in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/catalogue/import/                                        in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/catalogue/<code>/                                        in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/catalogue/<code>/compare/                                in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/catalogue/<code>/<number>/                               in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/catalogue/<code>/<number>/<part>/                        in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/catalogue/<code>/<number>/steps/                         in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/sign-in/                                                 200  go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go
/password/                                                200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/style/                                                   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/healthz/live                                             200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/healthz/ready                                            200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/                                                 in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/procedures/                                      in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/dossiers/                                        in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/lists/<name>/                                    in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/attention/                                       in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/documents/<key>/                                 in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/counter/documents/<key>/<rendition>/                     in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/counter/dossiers/<code>/                                 in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/counter/dossiers/<code>/accepted/                        in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/counter/dossiers/<code>/receipt/                         in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/counter/dossiers/<code>/result/                          in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/supervision/                                             in   403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403  403
/supervision/<name>/                                      in   403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403  403
/supervision/attention/                                   in   403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403  403
/staff/                                                   in   403  403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403
/staff/certificates/                                      in   403  403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403
/staff/people/<username>/                                 in   403  403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403
/staff/new/                                               in   403  403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403
/staff/agencies/                                          in   403  403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403
/staff/agencies/<code>/                                   in   403  403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403
/t/<token>/                                               200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/t/<token>/why/                                           200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/t/<token>/result.pdf                                     200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/v/<key>/                                                 200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/v/<key>/document.pdf                                     200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
"""

# Acting: what is sent is right and the state is the verb's own, so that only the person decides the answer.
# (The page's `attach` uploads first, which is no administrator's act on any dossier: 403, there or not.)
ACTING = """
                                                          anon recp hand offi appr reco neig stra supe admi dept prov head cent cash edit post help
/api/v1/tokens/                                           400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400
/api/v1/id-cards/read/                                    401  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400
/api/v1/procedures/<code>/form/validate/                  401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/documents/                                        401  201  403  403  403  403  201  201  403  403  403  201  403  403  403  403  201  201
/api/v1/dossiers/accept/                                  401  201  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403
/api/v1/dossiers/submit/                                  401  201  403  403  403  403  201  201  403  403  403  201  403  403  403  403  201  201
/api/v1/dossiers/<code>/accept/                           401  200  403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/attach/                           401  200  403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/confirm_digitisation/             401  200  403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/take_up/                          401  403  403  200  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/assign/                           401  403  403  403  403  403  404  404  403  404  404  404  200  403  403  404  404  404
/api/v1/dossiers/<code>/release/                          401  403  403  403  403  403  404  404  403  404  404  404  200  403  403  404  404  404
/api/v1/dossiers/<code>/propose/                          401  403  403  200  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/approve/                          401  403  403  403  200  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/seal/                             401  403  403  403  403  200  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/issue/                            401  403  403  403  403  200  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/deliver/                          401  200  200  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/language/                                                go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go
/sign-out/                                                in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in   in
/password/                                                400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400
/catalogue/new/                                           in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  go   403  403
/catalogue/import/                                        in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  403  403
/catalogue/import/confirm/                                in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  go   403  403
/catalogue/<code>/new-version/                            in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  go   403  403
/catalogue/<code>/<number>/<part>/                        in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  go   403  403
/catalogue/<code>/<number>/steps/                         in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  go   403  403
/catalogue/<code>/<number>/publish/                       in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  go   403  403
/catalogue/<code>/<number>/discard/                       in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  go   403  403
/catalogue/<code>/<number>/retire/                        in   403  403  403  403  403  403  403  403  403  403  403  403  403  403  go   403  403
/counter/                                                 in   go   403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403
/counter/card/                                            in   400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400
/counter/parts/                                           in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/documents/                                       in   200  403  403  403  403  200  200  403  403  403  200  403  403  403  403  200  200
/counter/attention/<message_id>/retry/                    in   go   go   go   go   go   404  404  go   404  404  404  go   go   go   404  404  404
/counter/dossiers/<code>/accept/                          in   go   403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/attach/                          in   go   403  403  403  403  404  404  403  403  403  404  403  403  403  403  404  404
/counter/dossiers/<code>/confirm_digitisation/            in   go   403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/take_up/                         in   403  403  go   403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/assign/                          in   403  403  403  403  403  404  404  403  404  404  404  go   403  403  404  404  404
/counter/dossiers/<code>/release/                         in   403  403  403  403  403  404  404  403  404  404  404  go   403  403  404  404  404
/counter/dossiers/<code>/propose/                         in   403  403  go   403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/approve/                         in   403  403  403  go   403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/seal/                            in   403  403  403  403  go   404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/issue/                           in   403  403  403  403  go   404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/deliver/                         in   go   go   403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/staff/people/<username>/appoint/                         in   403  403  403  403  403  403  403  403  go   403  403  403  403  403  403  403  403
/staff/new/                                               in   403  403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403
/staff/people/<username>/move/                            in   403  403  403  403  403  403  403  403  go   403  403  403  403  403  403  403  403
/staff/people/<username>/reset-password/                  in   403  403  403  403  403  403  403  403  200  403  403  403  403  403  403  403  403
/staff/agencies/<code>/rename/                            in   403  403  403  403  403  403  403  403  go   403  403  403  403  403  403  403  403
/staff/agencies/<code>/close/                             in   403  403  403  403  403  403  403  403  go   403  403  403  403  403  403  403  403
/staff/memberships/<key>/end/                             in   403  403  403  403  403  403  403  403  go   403  403  403  403  403  403  403  403
/staff/memberships/<key>/substitute/                      in   403  403  403  403  403  403  403  403  go   403  403  403  403  403  403  403  403
/staff/substitutions/<key>/end/                           in   403  403  403  403  403  403  403  403  go   403  403  403  403  403  403  403  403
"""


def rows(table: str) -> dict[str, dict[str, str]]:
    """Read a table: path → column → answer."""
    head, *lines = table.strip().splitlines()
    assert head.split() == COLUMNS
    return {line.split()[0]: dict(zip(COLUMNS, line.split()[1:], strict=True)) for line in lines}
