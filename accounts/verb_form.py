"""A form that shows at its fields what a verb refused."""

from django import forms

from .faults import Invalid


class VerbForm(forms.Form):
    """A form that shows the faults a verb found at the fields they belong to."""

    use_required_attribute = False

    def show(self, invalid: Invalid) -> None:
        """Put each fault at its field; one without a field here goes to the top."""
        for name, fault in invalid.faults.items():
            self.add_error(name if name in self.fields else None, str(fault.sentence))
