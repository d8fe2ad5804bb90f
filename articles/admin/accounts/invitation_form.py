"""Form of an invitation: who is invited, and as what."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from articles.admin.accounts.rights_to_give import groups_to_give
from articles.models import Subject


class InvitationForm(forms.ModelForm):
    """Makes an account of staff without a password, in the group of its role."""

    email = forms.EmailField(label="E-mail")
    role = forms.ModelChoiceField(
        Group.objects.order_by("name"), help_text="The group whose rights they get."
    )
    subjects = forms.ModelMultipleChoiceField(
        Subject.objects.all(), required=False, help_text="For a subject editor: where they work."
    )

    class Meta:
        model = get_user_model()
        fields = ("username", "first_name", "last_name", "email")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = groups_to_give(actor)

    def save(self, commit: bool = True) -> Any:
        account = super().save(commit=False)
        account.is_staff = True
        account.set_unusable_password()
        account.save()
        account.groups.set([self.cleaned_data["role"]])
        account.subjects.set(self.cleaned_data["subjects"])
        return account
