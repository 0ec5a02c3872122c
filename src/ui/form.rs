//! Forms over the drafts of the domain: what was typed, which fields were left, what is wrong under which. It must not
//! know how a form is laid out or what becomes of it.

use std::fmt::Display;

use chrono::NaiveDate;
use iced::Task;
use iced::widget::text::IntoFragment;

use crate::domain::attachment::NewClaimAttachment;
use crate::domain::authorization::NewAuthorization;
use crate::domain::cms1500::printer::Named;
use crate::domain::codebook::FeeRow;
use crate::domain::contact::NewNote;
use crate::domain::contract::Term;
use crate::domain::draft::agency_money::AgencyMoney;
use crate::domain::draft::{
    self, AgencyMoneyDraft, AttachmentDraft, AuthorizationDraft, Complaint, FacilityDraft,
    FeeDraft, MissedDraft, NoteDraft, PayerDraft, PlanDraft, PostingRuleDraft, PracticeDraft,
    PrinterDraft, ProviderDraft, ReceiverDraft, RuleDraft, StatementRulesDraft, TermDraft,
};
use crate::domain::id::{GuarantorId, PatientId};
use crate::domain::mailing::Rules as StatementRules;
use crate::domain::pay_plan::{MissedRules, Terms};
use crate::domain::posting::NewPostingRule;
use crate::domain::practice::{NewFacility, NewPayer, NewProvider, NewReceiver, Practice};
use crate::domain::rule::NewRule;
use crate::ui::complaints::Complaints;
use crate::ui::widget::field::{self, Field};
use crate::ui::widget::focus;

/// A term of a contract, with the reason for the log.
type NewTerm = (Term, String);
/// The terms of a payment plan, with the reason of a change.
type NewTerms = (Terms, String);

/// A draft of the domain.
pub trait Draft: Clone + PartialEq + Default {
    /// Its fields.
    type Field: Copy + Display + PartialEq;
    /// What it becomes.
    type Checked;
    /// What it is checked against.
    type Lent: Copy + Default;

    /// The field that one begins with.
    fn first() -> Option<Self::Field>;

    /// What stands in a field.
    fn text(&self, field: Self::Field) -> &str;

    /// The text of a field, to be changed; none for one that is chosen.
    fn text_mut(&mut self, field: Self::Field) -> Option<&mut String>;

    /// What it becomes, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    fn check(&self, lent: Self::Lent) -> Result<Self::Checked, Vec<Complaint<Self::Field>>>;
}

macro_rules! drafts {
    ($($draft:ident, $module:ident, |$this:ident, $with:ident: $lent:ty| $check:expr => $checked:ident;)+) => { $(
        impl Draft for $draft {
            type Field = draft::$module::Field;
            type Checked = $checked;
            type Lent = $lent;

            fn first() -> Option<Self::Field> {
                Self::Field::TYPED.first().copied()
            }

            fn text(&self, field: Self::Field) -> &str {
                Self::text(self, field)
            }

            fn text_mut(&mut self, field: Self::Field) -> Option<&mut String> {
                Self::text_mut(self, field)
            }

            fn check(&self, $with: $lent) -> Result<$checked, Vec<Complaint<Self::Field>>> {
                let $this = self;
                $check
            }
        }
    )+ };
}

drafts! {
    PracticeDraft, practice, |draft, _none: ()| Self::check(draft) => Practice;
    ProviderDraft, provider, |draft, _none: ()| Self::check(draft) => NewProvider;
    AuthorizationDraft, authorization, |draft, lent: (i64, NaiveDate)| Self::check(draft, PatientId::new(lent.0), lent.1) => NewAuthorization;
    PrinterDraft, printer, |draft, _none: ()| Self::check(draft) => Named;
    FacilityDraft, facility, |draft, _none: ()| Self::check(draft) => NewFacility;
    PayerDraft, payer, |draft, _none: ()| Self::check(draft) => NewPayer;
    ReceiverDraft, receiver, |draft, _none: ()| Self::check(draft) => NewReceiver;
    AttachmentDraft, attachment, |draft, _none: ()| Self::check(draft) => NewClaimAttachment;
    FeeDraft, fee, |draft, today: NaiveDate| Self::check(draft, today) => FeeRow;
    MissedDraft, missed, |draft, _none: ()| Self::check(draft) => MissedRules;
    PlanDraft, pay_plan, |draft, lent: draft::pay_plan::Lent| Self::check(draft, lent) => NewTerms;
    PostingRuleDraft, posting_rule, |draft, _none: ()| Self::check(draft) => NewPostingRule;
    StatementRulesDraft, statement_rules, |draft, _none: ()| Self::check(draft) => StatementRules;
    NoteDraft, note, |draft, lent: (i64, NaiveDate)| Self::check(draft, GuarantorId::new(lent.0), lent.1) => NewNote;
    AgencyMoneyDraft, agency_money, |draft, today: NaiveDate| Self::check(draft, today) => AgencyMoney;
    TermDraft, term, |draft, today: NaiveDate| Self::check(draft, today) => NewTerm;
    RuleDraft, rule, |draft, today: NaiveDate| Self::check(draft, today) => NewRule;
}

/// What happened in a form.
#[derive(Clone, Debug)]
pub enum Edit<F> {
    /// A field says this now.
    Edited(F, String),
    /// A field was left.
    Left(F),
}

/// A form being filled in. The draft is apart from what is saved, so that giving up costs nothing.
pub struct Form<D: Draft> {
    /// Sets its ids apart from those of another form on the same page.
    name: &'static str,
    draft: D,
    saved: D,
    complaints: Complaints<D::Field>,
    lent: D::Lent,
}

impl<D: Draft> Form<D> {
    /// An empty form.
    pub fn blank(name: &'static str) -> Self {
        Self::of(name, D::default())
    }

    /// A form filled with what is there.
    pub fn of(name: &'static str, draft: D) -> Self {
        Self::lent(name, draft, D::Lent::default())
    }

    /// A form whose draft is checked against something.
    pub fn lent(name: &'static str, draft: D, lent: D::Lent) -> Self {
        let mut form = Self {
            lent,
            name,
            saved: draft.clone(),
            draft,
            complaints: Complaints::default(),
        };
        form.check_quietly();
        form
    }

    /// Checks it against something else from now on.
    pub fn lend(&mut self, lent: D::Lent) {
        self.lent = lent;
        self.check_quietly();
    }

    /// What was typed.
    pub const fn draft(&self) -> &D {
        &self.draft
    }

    /// Whether it differs from what it was opened with.
    pub fn is_changed(&self) -> bool {
        self.draft != self.saved
    }

    /// Takes in what happened.
    pub fn take(&mut self, edit: Edit<D::Field>) {
        match edit {
            Edit::Edited(field, text) => {
                if let Some(old) = self.draft.text_mut(field) {
                    *old = text;
                }
                self.complaints.changed(field);
                self.check_quietly();
            }
            Edit::Left(field) => self.complaints.leave(field),
        }
    }

    /// Changes what is chosen rather than typed.
    pub fn choose(&mut self, change: impl FnOnce(&mut D)) {
        change(&mut self.draft);
        self.complaints.untell();
        self.check_quietly();
    }

    /// What it becomes. When something is wrong every field may say so from now on, and the task goes to the first.
    ///
    /// # Errors
    /// The task that goes to the first field that is wrong.
    pub fn finish<M: Send + 'static>(&mut self) -> Result<D::Checked, Task<M>> {
        self.draft.check(self.lent).map_err(|found| {
            let first = self.complaints.insist(found);
            first.map_or_else(Task::none, |field| focus::on(self.id(field)))
        })
    }

    /// Goes to the field that one begins with.
    pub fn start<M: Send + 'static>(&self) -> Task<M> {
        D::first().map_or_else(Task::none, |field| focus::on(self.id(field)))
    }

    /// Goes to a field, and says there what somebody else finds wrong with it.
    pub fn go_to<M: Send + 'static>(&mut self, field: D::Field, words: String) -> Task<M> {
        self.complaints.tell(field, words);
        focus::on(self.id(field))
    }

    /// What is wrong with a field, if it may say so already.
    pub fn error(&self, field: D::Field) -> Option<&str> {
        self.complaints.about(field)
    }

    /// The id of a field.
    pub fn id(&self, field: D::Field) -> String {
        format!("{} {field}", self.name)
    }

    /// A field for text, named so that a complaint can go to it.
    pub fn text<'a, M>(
        &'a self,
        label: impl IntoFragment<'a>,
        field: D::Field,
        say: fn(Edit<D::Field>) -> M,
    ) -> Field<'a, M>
    where
        D::Field: 'a,
        M: 'a,
    {
        let value = self.draft.text(field);
        self.dress(
            field::text(label, value, move |text| say(Edit::Edited(field, text))),
            field,
            say,
        )
    }

    /// Gives any field of the kit the id, the error and the leaving of a field of the form.
    pub fn dress<'a, M>(
        &'a self,
        control: Field<'a, M>,
        field: D::Field,
        say: fn(Edit<D::Field>) -> M,
    ) -> Field<'a, M> {
        control
            .id(self.id(field))
            .error(self.error(field))
            .on_leave(say(Edit::Left(field)))
    }

    fn check_quietly(&mut self) {
        self.complaints.note(self.draft.check(self.lent));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::draft::provider::Field as Of;

    #[test]
    fn a_field_says_what_is_wrong_once_it_was_left() {
        let mut form: Form<ProviderDraft> = Form::blank("provider");
        assert!(!form.is_changed());
        form.take(Edit::Edited(Of::Npi, String::from("145208871")));
        assert_eq!(form.error(Of::Npi), None);
        form.take(Edit::Left(Of::Npi));
        assert!(form.error(Of::Npi).is_some());
        assert_eq!(form.error(Of::Last), None, "that one was not left yet");
        assert!(form.is_changed());
    }

    #[test]
    fn finishing_an_unfinished_form_shows_all_that_is_wrong() {
        let mut form: Form<ProviderDraft> = Form::blank("provider");
        assert!(form.finish::<()>().is_err());
        assert!(form.error(Of::Last).is_some() && form.error(Of::Npi).is_some());
        for (field, text) in [
            (Of::Last, "Hale"),
            (Of::First, "Simon"),
            (Of::Npi, "1234567893"),
        ] {
            form.take(Edit::Edited(field, String::from(text)));
        }
        assert!(form.finish::<()>().is_ok());
    }
}
