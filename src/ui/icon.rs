//! Icons named by what they say, drawn from the lucide font. It must not know any screen.

use iced::Center;
use iced::widget::{Text, text};

use crate::ui::theme;

/// One glyph of the icon font.
pub type Glyph = lucide_icons::Icon;

/// Draws a glyph `size` pixels high: 12 in pills, 14 in small buttons, 16 everywhere, 20 in panels.
pub fn of<'a>(glyph: Glyph, size: f32) -> Text<'a> {
    text(glyph.unicode())
        .font(theme::ICONS)
        .size(size)
        .line_height(1.0)
        .width(size)
        .align_x(Center)
}

macro_rules! glyphs {
    ($($name:ident = $glyph:ident),* $(,)?) => {
        $(pub const $name: Glyph = Glyph::$glyph;)*
    };
}

// States.
glyphs! {
    PAID = CircleCheck, OWES = CircleAlert, HELD = CirclePause, REJECTED = CircleX, DENIED = CircleSlash,
    SENT = Send, WAITING = Hourglass, DRAFT = CircleDashed, TAKEBACK = Undo2, OVERDUE = ClockAlert,
    WARNING = TriangleAlert, ERROR = CircleX, INFO = Info,
}

// Places.
glyphs! {
    TODAY = Sun, PATIENTS = Users, VISITS = Stethoscope, CLAIMS = FileText, REMITTANCES = Landmark,
    PAYMENTS = HandCoins, STATEMENTS = Mail, FOLLOW_UP = Phone, REPORTS = ChartColumn, SETTINGS = Settings,
    PROMISES = Handshake, TO_CODE = PencilLine,
}

// Things.
glyphs! {
    PATIENT = UserRound, CLAIM = FileText, PAYMENT = CreditCard, CASH = Banknote, RECEIPT = Receipt,
    ASK = MessageCircleQuestionMark, PAYER = Shield, PHONE = Phone, WRITE_OFF = Scissors, APPEAL = Scale, LOCK = Lock, BACKUP = ShieldCheck,
    BACKUP_LATE = ShieldAlert, PRACTICE = Building2, OFFLINE = WifiOff, USB = Usb, HISTORY = History,
    ATTACHMENT = Paperclip, TREND_UP = TrendingUp, TREND_DOWN = TrendingDown,
}

// Acts.
glyphs! {
    SEARCH = Search, ADD = Plus, REMOVE = X, CLOSE = X, BACK = ArrowLeft, GO = ArrowRight, CHECK = Check,
    UNDO = Undo2, COPY = Copy, PRINT = Printer, FILTER = ListFilter, EXPORT = Download, IMPORT = Upload,
    OPEN_FILE = FolderOpen, EDIT = Pencil, DELETE = Trash2, FIX = WandSparkles, MEND = Wrench, POST = Stamp,
    MOVE = GripVertical, SHOW = Eye, HIDE = EyeOff, CALENDAR = Calendar, OPEN = ChevronDown, MORE = ChevronRight,
    UP = ArrowUp, DOWN = ArrowDown, LOG_OUT = LogOut, KEYS = Keyboard, SAVE = Save, HELP = CircleQuestionMark,
}
