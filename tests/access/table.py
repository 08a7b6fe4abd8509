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
/api/v1/dossiers/<code>/forms/                            401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/dossiers/<code>/forms/<form>/                     401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/dossiers/<code>/verbs/                            401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/hand-overs/                                       401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/hand-overs/<list_number>/                         401  200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/api/v1/number-leases/                                    401  403  403  403  403  403  403  403  403  200  403  403  403  200  403  403  403  403
/api/v1/stuck/                                            401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/register/                                         401  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400  400
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
/counter/dossiers/<code>/forms/<form>/                    in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/counter/hand-overs/                                      in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/hand-overs/give/                                 in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/counter/hand-overs/<list_number>/                        in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/counter/hand-overs/<list_number>/print/                  in   200  200  200  200  200  404  404  200  404  404  404  200  200  200  404  404  404
/counter/numbers/                                         in   403  403  403  403  403  403  403  403  200  403  403  403  200  403  403  403  403
/counter/register/                                        in   200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
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
/api/v1/dossiers/<code>/take_up/                          401  403  403  200  403  403  404  404  403  404  404  404  409  403  403  404  404  404
/api/v1/dossiers/<code>/assign/                           401  403  403  403  403  403  404  404  403  404  404  404  200  403  403  404  404  404
/api/v1/dossiers/<code>/release/                          401  403  403  403  403  403  404  404  403  404  404  404  200  403  403  404  404  404
/api/v1/dossiers/<code>/propose/                          401  403  403  200  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/approve/                          401  403  403  403  200  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/seal/                             401  403  403  403  403  200  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/issue/                            401  403  403  403  403  200  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/deliver/                          401  200  200  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/amend_due/                        401  403  403  403  200  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/ask_opinion/                      401  403  403  200  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/complete_step/                    401  403  403  200  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/confirm_presence/                 401  200  403  200  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/correct_intake/                   401  200  403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/decline/                          401  200  403  403  403  403  404  404  403  404  404  404  403  200  403  404  404  404
/api/v1/dossiers/<code>/dispatch/                         401  200  200  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/extend/                           401  403  403  403  200  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/give_opinion/                     401  403  403  409  409  403  404  404  403  404  200  404  409  403  403  404  404  404
/api/v1/dossiers/<code>/instruct/                         401  403  403  403  200  403  404  404  200  404  404  404  200  403  403  404  404  404
/api/v1/dossiers/<code>/reclassify/                       401  200  403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/replace_result/                   401  403  403  200  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/request_payment/                  401  200  403  409  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/request_supplement/               401  200  403  409  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/reroute/                          401  200  403  200  403  403  404  404  403  404  404  404  200  403  403  404  404  404
/api/v1/dossiers/<code>/send_back/                        401  403  403  403  200  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/settle_fee/                       401  403  403  403  403  403  404  404  403  404  404  404  403  403  200  404  404  404
/api/v1/dossiers/<code>/stop/                             401  403  403  403  200  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/supplement/                       401  200  403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/take_over/                        401  403  403  200  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/dossiers/<code>/withdraw/                         401  200  403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/api/v1/number-leases/                                    401  403  403  403  403  403  403  403  403  201  403  403  403  201  403  403  403  403
/api/v1/number-leases/<code>/return/                      401  403  403  403  403  403  403  403  403  200  403  403  403  200  403  403  403  403
/api/v1/stuck/repair/                                     401  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
/api/v1/dossiers/decline/                                 401  201  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403
/api/v1/dossiers/hand_over/                               401  201  201  403  403  403  409  409  403  403  409  409  403  403  403  403  403  403
/api/v1/dossiers/receive_hand_over/                       401  403  403  200  403  200  404  404  403  404  404  404  403  403  403  404  404  404
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
/counter/attention/repair/                                in   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go   go
/counter/hand-overs/<list_number>/receive/                in   403  403  go   403  go   404  404  403  404  404  404  403  403  403  404  404  404
/counter/hand-overs/give/                                 in   go   go   403  403  403  409  409  403  403  409  409  403  403  403  403  403  403
/counter/numbers/<code>/return/                           in   403  403  403  403  403  403  403  403  go   403  403  403  go   403  403  403  403
/counter/numbers/lease/                                   in   403  403  403  403  403  403  403  403  go   403  403  403  go   403  403  403  403
/counter/dossiers/<code>/accept/                          in   go   403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/attach/                          in   go   403  403  403  403  404  404  403  403  403  404  403  403  403  403  404  404
/counter/dossiers/<code>/confirm_digitisation/            in   go   403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/take_up/                         in   403  403  go   403  403  404  404  403  404  404  404  409  403  403  404  404  404
/counter/dossiers/<code>/assign/                          in   403  403  403  403  403  404  404  403  404  404  404  go   403  403  404  404  404
/counter/dossiers/<code>/release/                         in   403  403  403  403  403  404  404  403  404  404  404  go   403  403  404  404  404
/counter/dossiers/<code>/propose/                         in   403  403  go   403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/approve/                         in   403  403  403  go   403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/seal/                            in   403  403  403  403  go   404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/issue/                           in   403  403  403  403  go   404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/deliver/                         in   go   go   403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/amend_due/                       in   403  403  403  go   403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/ask_opinion/                     in   403  403  go   403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/complete_step/                   in   403  403  go   403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/confirm_presence/                in   go   403  go   403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/correct_intake/                  in   go   403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/decline/                         in   go   403  403  403  403  404  404  403  404  404  404  403  go   403  404  404  404
/counter/dossiers/<code>/dispatch/                        in   go   go   403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/extend/                          in   403  403  403  go   403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/give_opinion/                    in   403  403  409  409  403  404  404  403  404  go   404  409  403  403  404  404  404
/counter/dossiers/<code>/hand_over/                       in   go   go   403  403  403  404  404  403  403  404  404  403  403  403  403  403  403
/counter/dossiers/<code>/instruct/                        in   403  403  403  go   403  404  404  go   404  404  404  go   403  403  404  404  404
/counter/dossiers/<code>/receive_hand_over/               in   403  403  go   403  go   404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/reclassify/                      in   go   403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/replace_result/                  in   403  403  go   403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/request_payment/                 in   go   403  409  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/request_supplement/              in   go   403  409  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/reroute/                         in   go   403  go   403  403  404  404  403  404  404  404  go   403  403  404  404  404
/counter/dossiers/<code>/send_back/                       in   403  403  403  go   403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/settle_fee/                      in   403  403  403  403  403  404  404  403  404  404  404  403  403  go   404  404  404
/counter/dossiers/<code>/stop/                            in   403  403  403  go   403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/supplement/                      in   go   403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/take_over/                       in   403  403  go   403  403  404  404  403  404  404  404  403  403  403  404  404  404
/counter/dossiers/<code>/withdraw/                        in   go   403  403  403  403  404  404  403  404  404  404  403  403  403  404  404  404
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
