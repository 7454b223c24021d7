"""What each role may do, as one table that a person can read."""

from django.db.models import TextChoices


class Permission(TextChoices):
    SEE_FIGURES = "see_figures", "看统计数字"
    SEE_CHILDREN = "see_children", "看儿童名单"
    OPEN_FILE = "open_file", "看儿童档案"
    OPEN_FILE_WITH_REASON = "open_file_with_reason", "说明事由后看儿童档案"
    SEE_PHOTOS = "see_photos", "看成长照片、印纪念册"
    KEEP_PHOTOS = "keep_photos", "添加成长照片、登记同意"
    REVEAL = "reveal", "查看证件号码、电话、住址"
    EDIT_CHILDREN = "edit_children", "登记和修改儿童信息"
    MOVE_CHILDREN = "move_children", "提出搬迁"
    IMPORT_ROSTERS = "import_rosters", "导入花名册"
    LOAD_SWEEPS = "load_sweeps", "上传排查名册"
    SEE_SWEEPS = "see_sweeps", "看排查名册的逐行去向"
    REVIEW_SWEEPS = "review_sweeps", "核对排查名册"
    CLOSE_VILLAGES = "close_villages", "村级销号"
    EXPORT = "export", "导出"
    SEE_CARERS = "see_carers", "看爱心妈妈名册"
    EDIT_CARERS = "edit_carers", "修改爱心妈妈信息"
    PROPOSE_CARERS = "propose_carers", "推荐爱心妈妈"
    APPROVE_CARERS = "approve_carers", "批准爱心妈妈"
    SEE_HELPERS = "see_helpers", "看帮扶力量"
    EDIT_HELPERS = "edit_helpers", "登记和邀请帮扶力量"
    RUN_ROUNDS = "run_rounds", "组织结对"
    PIN_PLACES = "pin_places", "维护村（社区）坐标"
    RECORD_CONTACT = "record_contact", "记录关爱"
    SEE_OVERDUE = "see_overdue", "看逾期职责"
    ACT_ON_OVERDUE = "act_on_overdue", "处理逾期职责"
    CHECK_CONTACTS = "check_contacts", "核对关爱记录"
    EDIT_PROTOCOLS = "edit_protocols", "制定关爱方案"
    SURVEY_HOMES = "survey_homes", "入户走访"
    ENTER_SURVEYS = "enter_surveys", "录入纸质走访表"
    SEE_VISITS = "see_visits", "看走访情况"
    PLAN_VISITS = "plan_visits", "安排入户走访"
    SEE_DANGER_REPORTS = "see_danger_reports", "看强制报告"
    EDIT_STATIONS = "edit_stations", "维护派出所电话"
    ANSWER_COMPLAINTS = "answer_complaints", "答复投诉建议"
    SEE_HINTS = "see_hints", "看符合情形线索"
    OBSERVE = "observe", "填写日常观察清单"
    SEE_COLOURS = "see_colours", "看筛查提示的颜色和建议"
    SEE_SCREENING = "see_screening", "看心理筛查的进度和名单"
    RUN_SCREENING = "run_screening", "组织心理筛查"
    EDIT_INSTRUMENTS = "edit_instruments", "加入量表和新版本"
    GIVE_SCALES = "give_scales", "发放和录入量表、登记知情同意"
    ANSWER_RED = "answer_red", "处理红色提示"
    READ_ANSWERS = "read_answers", "看量表的原始作答"
    SEE_PROGRAMMES = "see_programmes", "看团辅覆盖情况"
    SEE_SERVICES = "see_services", "看购买的服务和团辅安排"
    EDIT_SERVICES = "edit_services", "登记服务机构、合同和团辅计划"
    ACCEPT_SERVICES = "accept_services", "验收购买的服务"
    RUN_SESSIONS = "run_sessions", "带团辅活动、点名"
    SEE_CASES = "see_cases", "看个案辅导的进度"
    REFER_CASES = "refer_cases", "提出个案辅导"
    ASSIGN_CASES = "assign_cases", "选定个案的咨询师"
    COUNSEL = "counsel", "做个案辅导"
    READ_NOTES = "read_notes", "看咨询记录"
    SUPERVISE = "supervise", "督导个案"
    SEE_OUTCOMES = "see_outcomes", "看辅导成效"
    EXPORT_RESEARCH = "export_research", "导出去标识研究数据"
    RUN_PANELS = "run_panels", "组织专家评议"
    JUDGE_FILES = "judge_files", "评议隐去身份的材料"
    SEE_CAMPAIGNS = "see_campaigns", "看微爱行动的进度和账目"
    RUN_CAMPAIGNS = "run_campaigns", "组织微爱行动、登记捐赠"
    CHOOSE_CHILDREN = "choose_children", "圈定受助儿童名单"
    SEE_BOOKS = "see_books", "看资金账"
    KEEP_BOOKS = "keep_books", "记账和关账"
    SEE_STOCK = "see_stock", "看物资库存"
    KEEP_STOCK = "keep_stock", "收发和盘点物资"
    BUY_GOODS = "buy_goods", "采购和验收物资"
    SEE_HAND_OUTS = "see_hand_outs", "看发放名单"
    HAND_OUT = "hand_out", "发放物资、登记签收"
    SEE_AID = "see_aid", "看救助申请"
    APPLY_FOR_AID = "apply_for_aid", "替儿童申请救助"
    OPINE_ON_AID = "opine_on_aid", "签署救助意见"
    REVIEW_AID = "review_aid", "签署区县救助意见"
    DECIDE_AID = "decide_aid", "审定救助"
    DO_TASKS = "do_tasks", "办理待办事项"
    MANAGE_ACCOUNTS = "manage_accounts", "管理账号"
    MANAGE_GRANTS = "manage_grants", "管理授权"
    READ_LOG = "read_log", "看查阅记录"


class Role(TextChoices):
    CARER = "carer", "爱心妈妈"
    VILLAGE_CHAIR = "village_chair", "村（社区）妇联主席"
    TOWNSHIP_CHAIR = "township_chair", "乡镇（街道）妇联主席"
    DISTRICT_OFFICER = "district_officer", "区县妇联干部"
    CITY_OFFICER = "city_officer", "市妇联干部"
    COUNSELLOR = "counsellor", "心理咨询师"
    CASE_SUPERVISOR = "case_supervisor", "个案督导"
    EXPERT = "expert", "评议专家"
    ACCOUNTANT = "accountant", "财务人员"
    STORE_KEEPER = "store_keeper", "仓库保管员"
    RIGHTS_OFFICER = "rights_officer", "权益干部"
    LEADER = "leader", "领导"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


P = Permission
READ = frozenset({P.SEE_CHILDREN, P.OPEN_FILE, P.DO_TASKS})
VILLAGE = READ | {
    P.SEE_FIGURES,
    P.REVEAL,
    P.SEE_PHOTOS,
    P.KEEP_PHOTOS,
    P.SEE_CARERS,
    P.PROPOSE_CARERS,
    P.SEE_HELPERS,
    P.RECORD_CONTACT,
    P.SEE_OVERDUE,
    P.MOVE_CHILDREN,
    P.SEE_SWEEPS,
    P.CLOSE_VILLAGES,
    P.SURVEY_HOMES,
    P.ENTER_SURVEYS,
    P.SEE_VISITS,
    P.SEE_HINTS,
    P.OBSERVE,
    P.SEE_HAND_OUTS,
    P.HAND_OUT,
    P.SEE_AID,
    P.APPLY_FOR_AID,
}
TOWNSHIP = VILLAGE | {
    P.EDIT_CHILDREN, P.EDIT_CARERS, P.EDIT_HELPERS, P.RUN_ROUNDS, P.ACT_ON_OVERDUE, P.CHECK_CONTACTS, P.EXPORT,
    P.IMPORT_ROSTERS, P.EDIT_STATIONS, P.REVIEW_SWEEPS, P.PLAN_VISITS,
    P.PIN_PLACES, P.SEE_COLOURS, P.SEE_SCREENING, P.GIVE_SCALES, P.ANSWER_RED,
    P.SEE_CASES, P.REFER_CASES, P.SEE_CAMPAIGNS, P.SEE_STOCK, P.KEEP_STOCK, P.OPINE_ON_AID,
}  # fmt: skip
DISTRICT = (TOWNSHIP | {P.ANSWER_COMPLAINTS, P.LOAD_SWEEPS, P.APPROVE_CARERS, P.EDIT_PROTOCOLS, P.RUN_SCREENING, P.SEE_OUTCOMES, P.SEE_PROGRAMMES, P.SEE_SERVICES, P.EDIT_SERVICES, P.ACCEPT_SERVICES, P.ASSIGN_CASES,
    P.RUN_CAMPAIGNS, P.CHOOSE_CHILDREN, P.SEE_BOOKS, P.BUY_GOODS,
    P.REVIEW_AID,
}) - {
    P.RECORD_CONTACT, P.CLOSE_VILLAGES, P.SURVEY_HOMES, P.KEEP_PHOTOS, P.OBSERVE, P.HAND_OUT,
    P.APPLY_FOR_AID,
}  # fmt: skip

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CARER: READ
    | {
        P.REVEAL,
        P.SEE_PHOTOS,
        P.KEEP_PHOTOS,
        P.RECORD_CONTACT,
        P.SURVEY_HOMES,
        P.SEE_VISITS,
        P.OBSERVE,
        P.SEE_COLOURS,
        P.SEE_HAND_OUTS,
        P.HAND_OUT,
        P.SEE_AID,
        P.APPLY_FOR_AID,
    },
    Role.VILLAGE_CHAIR: VILLAGE,
    Role.TOWNSHIP_CHAIR: TOWNSHIP,
    Role.DISTRICT_OFFICER: DISTRICT,
    Role.CITY_OFFICER: (
        DISTRICT
        - {
            P.OPEN_FILE,
            P.REVIEW_SWEEPS,
            P.ENTER_SURVEYS,
            P.SEE_PHOTOS,
            P.CHECK_CONTACTS,
            P.GIVE_SCALES,
            P.OPINE_ON_AID,
            P.REVIEW_AID,
        }
    )
    | {P.DECIDE_AID}
    | {P.OPEN_FILE_WITH_REASON, P.EXPORT_RESEARCH, P.RUN_PANELS, P.EDIT_INSTRUMENTS},
    Role.COUNSELLOR: READ
    | {P.SEE_COLOURS, P.SEE_SCREENING, P.GIVE_SCALES, P.ANSWER_RED, P.READ_ANSWERS}
    | {P.RUN_SESSIONS, P.SEE_CASES, P.COUNSEL, P.READ_NOTES},
    Role.CASE_SUPERVISOR: READ
    | {P.SEE_COLOURS, P.SEE_SCREENING, P.READ_ANSWERS, P.ANSWER_RED}
    | {P.SEE_CASES, P.READ_NOTES, P.SUPERVISE, P.SEE_OUTCOMES},
    Role.EXPERT: frozenset({P.JUDGE_FILES}),
    Role.ACCOUNTANT: frozenset({P.SEE_CAMPAIGNS, P.SEE_BOOKS, P.KEEP_BOOKS, P.DO_TASKS}),
    Role.STORE_KEEPER: frozenset({P.SEE_STOCK, P.KEEP_STOCK, P.DO_TASKS}),
    Role.RIGHTS_OFFICER: frozenset({P.SEE_DANGER_REPORTS, P.EDIT_STATIONS, P.DO_TASKS}),
    Role.LEADER: frozenset({P.SEE_FIGURES, P.SEE_OUTCOMES, P.SEE_PROGRAMMES, P.SEE_CAMPAIGNS}),
    Role.SYSTEM_ADMIN: frozenset({P.MANAGE_ACCOUNTS}),
    Role.SECURITY_ADMIN: frozenset({P.MANAGE_GRANTS}),
    Role.AUDIT_ADMIN: frozenset({P.READ_LOG}),
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""The three administrators (三员): no one holds two, and none holds another role."""

BY_CHILDREN = frozenset({Role.CARER, Role.COUNSELLOR, Role.CASE_SUPERVISOR})
"""Roles whose scope is a list of children, not a place."""
