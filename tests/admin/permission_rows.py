"""The table of who may do what in the desk: `tests/admin/test_permission_matrix.py` holds the desk
to it, and fails where an address or an action has no row.

A row is an address by its name, a method, and a letter for each of PEOPLE, in their order:

    L  the page for signing in        O  200      B  400      N  404
    M  another redirection (done)     F  403      U  401      X  405
    S  L, after a form (303)

To add one: the name of the address with `get` and with `post`; where a POST needs more than
`post=yes`, what it sends stands in DATA of the test.
"""

# What they ask for stands in physics. The two subject editors work in physics and in biology.
PEOPLE = (
    "anonymous",
    "nobody",  # staff without rights
    "writer",
    "editor",
    "inside",
    "outside",
    "head",
    "administrator",
)

_LISTED = ("LFOOOOOO", "LFOOOOOO")
_OF_EDITORS = ("LFFOOOOO", "LFFOOOOO")
_ONE = "LFOOOFOO"
_ONE_OF_EDITORS = "LFFOOFOO"
_DONE_BY_EDITORS = "LFFMMFMM"
_DONE_BY_HEADS = "LFFFFFMM"
_NO_GET = "LXXXXXXX"
_NOBODY = ("LFFFFFFF", "LFFFFFFF")
_SCRIPT_NO_GET = "XXXXXXXX"
_ADMINISTRATORS = "LFFFFFFO"
_EVERYBODY = "LOOOOOOO"

# The name of an address: the answers to GET and to POST.
ADDRESSES = {
    "index": (_EVERYBODY, _EVERYBODY),
    "login": ("OMMMMMMM", "OOOOOOOO"),
    "logout": ("MXXXXXXX", "MOOOOOOO"),
    "password_change": (_EVERYBODY, _EVERYBODY),
    "sessions": (_EVERYBODY, "LMMMMMMM"),
    "second_factor": (_EVERYBODY, "LMMMMMMM"),
    "second_factor_app": (_EVERYBODY, _EVERYBODY),
    "second_factor_passkey": (_EVERYBODY, _EVERYBODY),
    "second_step": ("MMMMMMMM", "MMMMMMMM"),  # for whose password was right
    "passkey_sign_in": (_SCRIPT_NO_GET, "SSSSSSSS"),
    "confirm": (_EVERYBODY, _EVERYBODY),
    "new_password": ("NNNNNNNN", "NNNNNNNN"),  # for whoever has the link
    # Single sign-on is off, as it is by default.
    "provider_begin": ("NNNNNNNN", "XXXXXXXX"),
    "provider_return": ("NNNNNNNN", "XXXXXXXX"),
    "provider_link": ("LNNNNNNN", "LNNNNNNN"),
    "password_change_done": (_EVERYBODY, _NO_GET),
    "jsi18n": (_EVERYBODY, _NO_GET),
    "autocomplete": ("LFOOOOOO", _NO_GET),
    "view_on_site": ("LFMMMFMM", "LFMMMFMM"),
    "app_list": ("LNOOOOOO", "LNOOOOOO"),
    # Articles
    "articles_article_changelist": _LISTED,
    "articles_article_keep": (_NO_GET, "LFMMMMMM"),
    "articles_article_kept_list": (_NO_GET, "LFFFFFFF"),  # somebody else's
    "articles_article_columns": (_NO_GET, "LFMMMMMM"),
    "articles_article_add": ("LFOOOOOO", "LFMMMOMM"),
    "articles_article_change": (_ONE, "LFMMMFMM"),
    "articles_article_delete": (_ONE_OF_EDITORS, _DONE_BY_EDITORS),
    "articles_article_history": (_ONE, _ONE),
    "articles_article_restore": (_NO_GET, _DONE_BY_EDITORS),
    "articles_article_kept": (_ONE, _DONE_BY_EDITORS),
    "articles_article_deletedlist": _LISTED,
    "articles_article_deleted": (_ONE, _ONE),
    "articles_article_undelete": (_NO_GET, _DONE_BY_EDITORS),
    "articles_article_draft": (_SCRIPT_NO_GET, "UFOOOFOO"),
    "articles_article_draft_discard": (_NO_GET, "LFMMMFMM"),
    "articles_article_draft_share": (_NO_GET, "LFMMMFMM"),
    "articles_article_draft_unshare": (_NO_GET, "LFMMMFMM"),
    "articles_article_presence": (_SCRIPT_NO_GET, "FFOOOFOO"),
    "articles_article_schedule": (_NO_GET, _DONE_BY_EDITORS),
    "articles_article_schedule_cancel": (_NO_GET, _DONE_BY_EDITORS),
    "articles_article_assign": (_ONE_OF_EDITORS, _DONE_BY_EDITORS),
    "articles_article_review_send": (_ONE, "LFMMMFMM"),
    "articles_article_review": (_NO_GET, _DONE_BY_EDITORS),
    "articles_article_comments": (_NO_GET, "LFMMMFMM"),
    "articles_article_preview": (_SCRIPT_NO_GET, "FFOOOOOO"),
    "articles_article_checks": (_SCRIPT_NO_GET, "FFOOOFOO"),
    "articles_article_ignore": (_SCRIPT_NO_GET, "FFFOOFOO"),
    "articles_article_search_panel": (_SCRIPT_NO_GET, "FFOOOFOO"),
    "articles_article_card": ("FFOOOOOO", _SCRIPT_NO_GET),
    # What was done in bulk: one's own runs, or all; this one is somebody else's
    "activity": ("LFOOOOOO", _NO_GET),
    "bulk_runs": ("LFFOOOOO", _NO_GET),
    "bulk_run": ("LFFFFFOO", _DONE_BY_HEADS),
    "bulk_plan": ("LFFFFFOO", _DONE_BY_HEADS),
    "bulk_sheet": ("LFFOOOOO", "LFFMMOMM"),
    # Images: one library for all subjects
    "articles_image_changelist": _LISTED,
    "articles_image_add": ("LFOOOOOO", "LFMMMMMM"),
    "articles_image_change": ("LFOOOOOO", "LFFMMMMM"),
    "articles_image_delete": ("LFFFFFOO", _DONE_BY_HEADS),
    "articles_image_history": _LISTED,
    "articles_image_upload": (_SCRIPT_NO_GET, "FFOOOOOO"),
    "articles_image_search": ("FFOOOOOO", _SCRIPT_NO_GET),
    # Subjects: those of others are none to a subject editor.
    "articles_subject_changelist": _LISTED,
    "articles_subject_add": ("LFFFFFOO", _DONE_BY_HEADS),
    "articles_subject_change": (_ONE, _DONE_BY_HEADS),
    "articles_subject_delete": ("LFFFFFOO", _DONE_BY_HEADS),
    "articles_subject_history": (_ONE, _ONE),
    # Topics: hidden or merged, never deleted
    "articles_topic_changelist": _OF_EDITORS,
    "articles_topic_add": ("LFFOOOOO", "LFFMMOMM"),
    "articles_topic_change": (_ONE_OF_EDITORS, _DONE_BY_EDITORS),
    "articles_topic_delete": _NOBODY,
    "articles_topic_history": (_ONE_OF_EDITORS, _ONE_OF_EDITORS),
    # People: of no subject; hidden, never deleted
    "articles_person_changelist": ("LFFOFFOO", "LFFOFFOO"),
    "articles_person_add": ("LFFOFFOO", "LFFMFFMM"),
    "articles_person_change": ("LFFOFFOO", "LFFMFFMM"),
    "articles_person_delete": _NOBODY,
    "articles_person_history": ("LFFOFFOO", "LFFOFFOO"),
    # Plain pages: of no subject. A writer writes their drafts; one that readers knew stays.
    "articles_page_changelist": ("LFOOFFOO", "LFOOFFOO"),
    "articles_page_add": ("LFFOFFOO", "LFFMFFMM"),
    "articles_page_change": ("LFOOFFOO", "LFMMFFMM"),
    "articles_page_delete": ("LFFFFFOO", _DONE_BY_HEADS),
    "articles_page_history": ("LFOOFFOO", "LFOOFFOO"),
    "articles_page_restore": (_NO_GET, "LFFMFFMM"),
    "articles_page_suggest": (_NO_GET, "LFFMFFMM"),
    "articles_page_draft_discard": (_NO_GET, "LFMMFFMM"),
    # Redirects
    "articles_redirect_changelist": _OF_EDITORS,
    "articles_redirect_add": ("LFFOOOOO", "LFFMMOMM"),
    "articles_redirect_change": (_ONE_OF_EDITORS, _DONE_BY_EDITORS),
    "articles_redirect_delete": (_ONE_OF_EDITORS, _DONE_BY_EDITORS),
    "articles_redirect_history": (_ONE_OF_EDITORS, _ONE_OF_EDITORS),
    # Findings
    "articles_finding_changelist": _LISTED,
    "articles_finding_keep": (_NO_GET, "LFMMMMMM"),
    "articles_finding_kept_list": (_NO_GET, "LFFFFFFF"),
    "articles_finding_columns": (_NO_GET, "LFMMMMMM"),
    "articles_finding_add": _NOBODY,
    "articles_finding_change": (_ONE, _DONE_BY_EDITORS),
    "articles_finding_delete": _NOBODY,
    "articles_finding_history": (_ONE, _ONE),
    "articles_finding_dismiss": (_NO_GET, _DONE_BY_EDITORS),
    "articles_finding_moved": (_NO_GET, _DONE_BY_EDITORS),
    # Questions to commission: findings, which are changed by changing the article
    "articles_commission_changelist": _LISTED,
    "articles_commission_csv": ("LFOOOOOO", _NO_GET),
    # Duplicates: seen and decided as findings; what a decision needs is asked of both articles
    "articles_duplicatecluster_changelist": _LISTED,
    "articles_duplicatecluster_change": (_ONE, _NO_GET),
    "articles_duplicatecluster_answer": (_NO_GET, _DONE_BY_EDITORS),
    "articles_duplicatecluster_decided": ("LFOOOOOO", _NO_GET),
    "articles_duplicatecluster_takeback": (_NO_GET, _DONE_BY_EDITORS),
    # Conflicts
    "articles_conflict_changelist": _OF_EDITORS,
    "articles_conflict_add": _NOBODY,
    "articles_conflict_change": (_DONE_BY_EDITORS, _DONE_BY_EDITORS),
    "articles_conflict_delete": _NOBODY,
    "articles_conflict_history": (_ONE_OF_EDITORS, _ONE_OF_EDITORS),
    "articles_conflict_desk": (_ONE_OF_EDITORS, _DONE_BY_EDITORS),
    # Imports: of the whole library
    "articles_importrun_changelist": ("LFFOFFOO", "LFFOFFOO"),
    "articles_importrun_add": _NOBODY,
    "articles_importrun_change": ("LFFOFFOO", "LFFFFFFF"),
    "articles_importrun_delete": _NOBODY,
    "articles_importrun_history": ("LFFOFFOO", "LFFOFFOO"),
    "articles_importrun_changes": ("LFFOFFOO", "LFFOFFOO"),
    "articles_importrun_undo": ("LFFFFFOO", _DONE_BY_HEADS),
    # Deliveries, and what is done in the background: of the whole library
    "articles_delivery_changelist": ("LFFOFFOO", "LFFOFFOO"),
    "articles_delivery_add": ("LFFFFFOO", "LFFFFFOO"),
    "articles_delivery_change": ("LFFOFFOO", "LFFOFFOO"),
    "articles_delivery_delete": _NOBODY,
    "articles_delivery_history": ("LFFOFFOO", "LFFOFFOO"),
    "articles_delivery_file": ("LFFOFFOO", "LXXXXXXX"),
    "articles_delivery_order": (_NO_GET, _DONE_BY_HEADS),
    "articles_delivery_report": ("LFFOFFOO", "LXXXXXXX"),
    "articles_taskrun_changelist": ("LFFOFFOO", "LFFOFFOO"),
    "articles_taskrun_add": _NOBODY,
    "articles_taskrun_change": ("LFFOFFOO", "LFFOFFOO"),
    "articles_taskrun_delete": _NOBODY,
    "articles_taskrun_history": ("LFFOFFOO", "LFFOFFOO"),
    "articles_taskrun_stop": (_NO_GET, _DONE_BY_HEADS),
    # Settings of the site
    "articles_sitesettings_changelist": ("LFFFFFFM", "LFFFFFFM"),
    "articles_sitesettings_add": _NOBODY,
    "articles_sitesettings_change": (_ADMINISTRATORS, "LFFFFFFM"),
    "articles_sitesettings_delete": _NOBODY,
    "articles_sitesettings_history": (_ADMINISTRATORS, _ADMINISTRATORS),
    "articles_sitesettings_preview": (_NO_GET, _ADMINISTRATORS),
    # The audit log: to be read
    "articles_auditentry_changelist": (_ADMINISTRATORS, _ADMINISTRATORS),
    "articles_auditentry_add": _NOBODY,
    "articles_auditentry_change": (_ADMINISTRATORS, "LFFFFFFF"),
    "articles_auditentry_delete": _NOBODY,
    "articles_auditentry_history": (_ADMINISTRATORS, _ADMINISTRATORS),
    # What readers wrote, missed and looked for
    "articles_feedback_changelist": _OF_EDITORS,
    "articles_feedback_add": _NOBODY,
    "articles_feedback_change": (_ONE_OF_EDITORS, _DONE_BY_EDITORS),
    "articles_feedback_delete": ("LFFFFFOO", _DONE_BY_HEADS),
    "articles_feedback_history": (_ONE_OF_EDITORS, _ONE_OF_EDITORS),
    "articles_unknownaddress_changelist": _OF_EDITORS,
    "articles_unknownaddress_add": _NOBODY,
    "articles_unknownaddress_change": (_ONE_OF_EDITORS, "LFFXXFXX"),
    "articles_unknownaddress_delete": _NOBODY,
    "articles_unknownaddress_history": (_ONE_OF_EDITORS, _ONE_OF_EDITORS),
    "articles_unknownaddress_settle": (_NO_GET, _DONE_BY_EDITORS),
    "articles_readersearch_changelist": ("LFFOFFOO", "LFFOFFOO"),
    "articles_readersearch_add": _NOBODY,
    "articles_readersearch_change": ("LFFOFFOO", "LFFMFFMM"),
    "articles_readersearch_delete": ("LFFFFFOO", _DONE_BY_HEADS),
    "articles_readersearch_history": ("LFFOFFOO", "LFFOFFOO"),
    "links": _OF_EDITORS,
    "doctor": (_ADMINISTRATORS, _NO_GET),
    # Accounts
    "auth_user_changelist": (_ADMINISTRATORS, _ADMINISTRATORS),
    "auth_user_add": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_user_change": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_user_delete": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_user_history": (_ADMINISTRATORS, _ADMINISTRATORS),
    "auth_user_password_change": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_user_invite": (_ADMINISTRATORS, _ADMINISTRATORS),
    "auth_user_link": (_ADMINISTRATORS, _ADMINISTRATORS),
    "auth_user_provider": ("LFFFFFFN", "LFFFFFFN"),
    "auth_user_sessions": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_user_factors": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_group_changelist": (_ADMINISTRATORS, _ADMINISTRATORS),
    "auth_group_add": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_group_change": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_group_delete": (_ADMINISTRATORS, "LFFFFFFM"),
    "auth_group_history": (_ADMINISTRATORS, _ADMINISTRATORS),
}

# Outside of the desk: what staff sees of that which is not public.
PREVIEWS = {
    "draft_preview": ("NNOOONOO", "XXXXXXXX"),
    "page_preview": ("XXXXXXXX", "NNOONNOO"),
    "article": ("NNOOONOO", "XXXXXXXX"),
}

# An action of a list: who does something by it to a thing of physics ("W"), and who nothing (".").
ACTIONS = {
    ("article", "change_selected"): "...CC.CC",
    ("article", "download_xlsx"): "..DDD.DD",
    ("article", "download_csv"): "..DDD.DD",
    ("finding", "change_articles"): "...CC.CC",
    ("finding", "download_xlsx"): "..DDD.DD",
    ("finding", "download_csv"): "..DDD.DD",
    ("redirect", "download_xlsx"): "...DD.DD",
    ("redirect", "download_csv"): "...DD.DD",
    ("unknownaddress", "download_xlsx"): "...DD.DD",
    ("unknownaddress", "download_csv"): "...DD.DD",
    ("readersearch", "download_xlsx"): "...D..DD",
    ("readersearch", "download_csv"): "...D..DD",
    ("feedback", "download_xlsx"): "...DD.DD",
    ("feedback", "download_csv"): "...DD.DD",
    ("subject", "download_xlsx"): "..DDD.DD",
    ("subject", "download_csv"): "..DDD.DD",
    ("article", "publish"): "...WW.WW",
    ("article", "unpublish"): "...WW.WW",
    ("article", "withdraw"): "...WW.WW",
    ("article", "assign"): "...WW.WW",
    ("article", "delete_selected"): "...WW.WW",
    ("image", "delete_unused"): "......WW",
    ("subject", "delete_selected"): "......WW",
    ("redirect", "delete_selected"): "...WW.WW",
    ("finding", "dismiss"): "...WW.WW",
    ("finding", "reopen"): "...WW.WW",
    ("finding", "assign"): "...WW.WW",
    ("commission", "dismiss"): "...WW.WW",
    ("commission", "reopen"): "...WW.WW",
    ("feedback", "mark_handled"): "...WW.WW",
    ("feedback", "mark_unread"): "...WW.WW",
    ("feedback", "delete_selected"): "......WW",
    ("unknownaddress", "ignore"): "...WW.WW",
    ("readersearch", "mark_settled"): "...W..WW",
    ("readersearch", "mark_open"): "...W..WW",
    ("readersearch", "delete_selected"): "......WW",
    ("user", "delete_selected"): ".......W",
    ("group", "delete_selected"): ".......W",
}
