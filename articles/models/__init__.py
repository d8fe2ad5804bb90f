"""Django models of the library, one module per noun."""

from articles.models.account_link import AccountLink
from articles.models.account_session import AccountSession
from articles.models.announcement import Announcement
from articles.models.article import Article
from articles.models.article_vector import ArticleVector
from articles.models.assignment import ArticleAssignment
from articles.models.audit_entry import AuditEntry
from articles.models.bulk_run import BulkItem, BulkRun
from articles.models.cdn_progress import CdnProgress
from articles.models.change import Change
from articles.models.commission import Commission
from articles.models.computed_related import ComputedRelated, RelatingMethod
from articles.models.conflict import Conflict
from articles.models.delivery import Delivery, DeliveryFile
from articles.models.desk_list import DeskList
from articles.models.draft import Draft
from articles.models.duplicate_decision import Absorption, ChosenCanonical
from articles.models.duplicate_state import (
    DuplicateCluster,
    DuplicateKind,
    DuplicateMember,
    DuplicatePair,
    DuplicatesDue,
    SketchBand,
)
from articles.models.editorial_note import EditorialNote
from articles.models.exported_file import ExportedFile
from articles.models.feedback import Feedback, VisitorSalt
from articles.models.finding import Finding
from articles.models.image import Image, ImageUse
from articles.models.import_run import ImportRun
from articles.models.index_status import IndexStatus, Status, index_status
from articles.models.kept_delivery import KeptDelivery
from articles.models.page import Page, PageDraft, PageRevision
from articles.models.page_stamp import PageStamp
from articles.models.person import Person, PersonName
from articles.models.presence import Presence
from articles.models.proposed_subject import ProposedSubject
from articles.models.provider_identity import ProviderIdentity
from articles.models.reader_search import ReaderSearch, SearchNote
from articles.models.readership import DailyViews, Readership
from articles.models.redirect import Redirect
from articles.models.related import Related
from articles.models.relating_state import (
    RelatingDue,
    RelatingStage,
    TermFrequencies,
    TextPosting,
    TextSignature,
)
from articles.models.rendering import Rendering
from articles.models.revision import Revision
from articles.models.role_group import RoleGroup
from articles.models.scheduled_change import ScheduledChange
from articles.models.search_index import SearchDeletion, SearchDocument, SearchWord
from articles.models.second_factor import AuthenticatorApp, Passkey, RecoveryCode
from articles.models.sign_in_attempt import SignInAttempt
from articles.models.site_settings import SiteSettings
from articles.models.source_file import ReplacedFile, SourceFile
from articles.models.subject import Subject
from articles.models.subject_figures import SubjectFigures
from articles.models.task_run import TaskRun
from articles.models.topic import ArticleTopic, Topic, TopicAddress, TopicsFill
from articles.models.unknown_address import UnknownAddress

__all__ = [
    "Absorption",
    "AccountLink",
    "AccountSession",
    "Announcement",
    "Article",
    "ArticleAssignment",
    "ArticleTopic",
    "ArticleVector",
    "AuditEntry",
    "AuthenticatorApp",
    "BulkItem",
    "BulkRun",
    "CdnProgress",
    "Change",
    "ChosenCanonical",
    "Commission",
    "ComputedRelated",
    "Conflict",
    "DailyViews",
    "Delivery",
    "DeliveryFile",
    "DeskList",
    "Draft",
    "DuplicateCluster",
    "DuplicateKind",
    "DuplicateMember",
    "DuplicatePair",
    "DuplicatesDue",
    "EditorialNote",
    "ExportedFile",
    "Feedback",
    "Finding",
    "Image",
    "ImageUse",
    "ImportRun",
    "IndexStatus",
    "KeptDelivery",
    "Page",
    "PageDraft",
    "PageRevision",
    "PageStamp",
    "Passkey",
    "Person",
    "PersonName",
    "Presence",
    "ProposedSubject",
    "ProviderIdentity",
    "ReaderSearch",
    "Readership",
    "RecoveryCode",
    "Redirect",
    "Related",
    "RelatingDue",
    "RelatingMethod",
    "RelatingStage",
    "Rendering",
    "ReplacedFile",
    "Revision",
    "RoleGroup",
    "ScheduledChange",
    "SearchDeletion",
    "SearchDocument",
    "SearchNote",
    "SearchWord",
    "SignInAttempt",
    "SiteSettings",
    "SketchBand",
    "SourceFile",
    "Status",
    "Subject",
    "SubjectFigures",
    "TaskRun",
    "TermFrequencies",
    "TextPosting",
    "TextSignature",
    "Topic",
    "TopicAddress",
    "TopicsFill",
    "UnknownAddress",
    "VisitorSalt",
    "index_status",
]
