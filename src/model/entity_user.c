/* Users, as data; a login made from the name, or a name from the login. */
#include <ctype.h>

#include "crm/user.h"
#include "crm/utf8.h"
#include "model/check.h"
#include "model/tag.h"

static const char *const roles[] = {
	"rep", "manager", "support", "marketing", "admin", "readonly", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[USER_LOGIN] = { "login", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_UNIQUE | CRM_BRIEF,
	  .help = "short name; made from the name when not given" },
	[USER_NAME] = { "name", CRM_T_TEXT, CRM_NAME | CRM_BRIEF,
	  .help = "whole name; the login when not given" },
	[USER_EMAIL] = { "email", CRM_T_EMAIL, CRM_BRIEF,
	  .help = "e-mail address" },
	[USER_ROLE] = { "role", CRM_T_ENUM, CRM_BRIEF, .choices = roles,
	  .preset = "rep", .help = "what they do here" },
	[USER_TEAM] = { "team", CRM_T_REF, CRM_INDEXED | CRM_BRIEF,
	  .ref = "team", .help = "the team they are in" },
	[USER_MANAGER] = { "manager", CRM_T_REF,
	  CRM_INDEXED | CRM_BRIEF | CRM_TREE,
	  .ref = "user", .help = "who leads them" },
	[USER_SKILLS] = { "skills", CRM_T_TAGS, 0,
	  .help = "what they can, 1 to 5, as python:3;sales:5" },
	[USER_CAPACITY] = { "capacity", CRM_T_INT, 0,
	  .help = "open leads or cases they can take" },
	[USER_ACTIVE] = { "active", CRM_T_BOOL, 0, .preset = "yes",
	  .help = "no: may not write any more" },
};

/* "Ada Lovelace" as "ada.lovelace": letters, digits, dots between words. */
static struct crm_value
login_from(struct crm_arena *a, struct crm_value name)
{
	struct crm_buf key = { 0 };
	char *s;
	size_t n = 0;

	crm_name_key(&key, name.s, name.len);
	crm_buf_cut(&key, crm_key_length(key.s, key.len));
	s = crm_arena_alloc(a, key.len + 1);
	for (size_t i = 0; i < key.len; i++) {
		unsigned char c = (unsigned char)key.s[i];

		if (isalnum(c) || c >= 0x80 || c == '-' || c == '_')
			s[n++] = (char)c;
		else if (n && s[n - 1] != '.')
			s[n++] = '.';
	}
	while (n && s[n - 1] == '.')
		n--;
	crm_buf_free(&key);
	return n ? crm_text_n(s, n) : crm_null();
}

static int
check_login(struct crm *crm, struct crm_value login)
{
	if (crm_same(login, crm_text("me")) ||
	    crm_same(login, crm_text("none"))) {
		crm_failed(crm, CRM_EINVAL, "'%.*s' has a meaning of its own",
		    (int)login.len, login.s);
		return crm_fail_field(&crm->err, "login");
	}
	for (size_t i = 0; i < login.len; i++)
		if ((unsigned char)login.s[i] <= ' ' || login.s[i] == ',') {
			crm_failed(crm, CRM_EINVAL,
			    "a login has no blanks or commas");
			crm_hinted(crm, "write it as ada.lovelace");
			return crm_fail_field(&crm->err, "login");
		}
	return 0;
}

/* "python:3" */
static int
check_skill(void *ctx, const char *s, size_t len)
{
	struct crm *crm = ctx;

	if (len > 2 && s[len - 2] == ':' && s[len - 1] >= '1' &&
	    s[len - 1] <= '5')
		return 0;
	crm_failed(crm, CRM_EINVAL, "'%.*s' has no level", (int)len, s);
	crm_hinted(crm, "write a skill with a level from 1 to 5, as"
	    " python:3");
	return crm_fail_field(&crm->err, "skills");
}

/* Nobody takes the right to write from themselves: who would give it back? */
static int
check_self(struct crm *crm, const struct crm_record *r)
{
	struct crm_value active = r->v[USER_ACTIVE];

	if (!r->old || crm_record_id(r) != crm->actor.id)
		return 0;
	if (r->v[CRM_F_DELETED_AT].kind != CRM_NULL ||
	    (active.kind == CRM_INT && !active.i) ||
	    crm_same(r->v[USER_ROLE], crm_text("readonly")))
		crm_failed(crm, CRM_EREFUSED, "you could not write any more");
	else if (crm_same(r->old[USER_ROLE], crm_text("admin")) &&
	    !crm_same(r->v[USER_ROLE], r->old[USER_ROLE]))
		crm_failed(crm, CRM_EREFUSED, "you would be no admin any"
		    " more");
	else
		return 0;
	return crm_hinted(crm, "let another admin do it: --as");
}

/* Who may sign in, and as what, is the admins' to say. */
static int
check_rights(struct crm *crm, const struct crm_record *r)
{
	static const int fields_of_admins[] = {
		USER_LOGIN, USER_ROLE, USER_ACTIVE, CRM_F_DELETED_AT
	};

	if (!r->old)
		return crm_may_admin(crm, "add users");
	for (size_t i = 0; i < CRM_COUNT(fields_of_admins); i++) {
		int f = fields_of_admins[i];

		if (!crm_same(r->v[f], r->old[f]))
			return crm_may_admin(crm, f == CRM_F_DELETED_AT
			    ? "delete users or bring them back"
			    : "change a user's login, role or active");
	}
	return 0;
}

/* Eve and eve are one login. */
static void
fold_login(struct crm_arena *a, struct crm_value *login)
{
	struct crm_buf b = { 0 };

	if (login->kind != CRM_TEXT)
		return;
	crm_fold(&b, login->s, login->len);
	*login = crm_text_n(crm_arena_copy(a, b.s ? b.s : "", b.len), b.len);
	crm_buf_free(&b);
}

static int
check(struct crm *crm, struct crm_record *r)
{
	struct crm_value *login = &r->v[USER_LOGIN];
	struct crm_value *name = &r->v[USER_NAME];
	int rc;

	if (login->kind == CRM_NULL && name->kind == CRM_TEXT)
		*login = login_from(r->arena, *name);
	if (name->kind == CRM_NULL)
		*name = *login;
	fold_login(r->arena, login);
	rc = check_login(crm, *login);
	if (!rc)
		rc = crm_tags_each(r->v[USER_SKILLS], check_skill, crm);
	if (!rc)
		rc = check_self(crm, r);
	if (!rc)
		rc = check_rights(crm, r);
	return rc ? rc : crm_check_tree(crm, r, USER_MANAGER);
}

const struct crm_entity crm_user = {
	.name = "user", .plural = "users", .title = "User",
	.help = "who sells, serves and manages", .number = 3,
	.flags = CRM_E_FEW,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "name",
	.check = check
};
