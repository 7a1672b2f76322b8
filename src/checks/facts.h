/* What several checks ask of a deployment, and what they know of names and values. */
#ifndef PF_CHECKS_FACTS_H
#define PF_CHECKS_FACTS_H

#include "checks/checks.h"
#include "model/picture.h"
#include "rule/check.h"

/* The wired project behind the context; NULL in tests that have none. */
const struct pf_wiring *pf_facts_wiring(const struct pf_check_context *context);

/* What `make` comes back with, made once a run and kept under a name of its own; the context has a
 * wired project. */
typedef void *pf_facts_make(struct pf_check_context *context);
void *pf_facts_kept(struct pf_check_context *context, const char *name, pf_facts_make *make);

typedef void pf_facts_judge(struct pf_check_context *context,
                            const struct pf_deployment *deployment);
/* Calls `judge` for each deployment. */
void pf_facts_each_deployment(struct pf_check_context *context, pf_facts_judge *judge);

/* A setting's value as production has it, missed variables assumed; NULL when it is not set, or
 * there are no settings. */
const struct pf_node *pf_facts_setting(const struct pf_deployment *deployment, const char *name);
/* Does importing the settings surely end in an exception? One that may be raised ends nothing: what
 * follows is evaluated. */
bool pf_facts_ends_early(const struct pf_settings *settings);
/* True when a name that `values` lacks is surely unset: the module was evaluated to its end. */
bool pf_facts_settings_complete(const struct pf_deployment *deployment);
/* Where to speak of a setting that is not there: the start of the settings module. */
pf_span pf_facts_module_span(const struct pf_check_context *context,
                             const struct pf_deployment *deployment);
/* Where to speak of a variable that nothing supplies: the container's `environment`, else its name,
 * else the render step, else the settings module. */
pf_span pf_facts_container_span(const struct pf_check_context *context,
                                const struct pf_deployment *deployment);
/* "web" of the container; the deployment's name without one. */
pf_str pf_facts_container_name(const struct pf_deployment *deployment);

/* The same in a sentence: "container 'web'", or "production" where there is no container. */
pf_str pf_facts_container_words(const struct pf_check_context *context,
                                const struct pf_deployment *deployment);
/* Says it as the report's argument "container". A report that differs in these words alone is of
 * the same defect: it is told once, of a container that a workflow deploys if there is one. */
void pf_facts_report_container(const struct pf_check_context *context,
                               const struct pf_deployment *deployment, struct pf_report *report);
/* Does every deploy that leads to the task definition go through the deploy action, in a version
 * that ends so ("@v1"; "" for any)? False where none leads to it. */
bool pf_facts_goes_through_action(const struct pf_check_context *context,
                                  const struct pf_node *root, pf_str version);
/*
 * Is the container's image another one when it is deployed? A render step gives it one, a script
 * edits the file, or a workflow names the file for another branch. `root` is its task definition.
 */
bool pf_facts_image_is_replaced(const struct pf_wiring *wiring, const struct pf_node *root,
                                const struct pf_node *container);

/* Does the file break its format's grammar? What was made of it may lack what stands there. */
bool pf_facts_is_broken(const struct pf_check_context *context, pf_span span);
/* The same in a line of the span: what was read there is a guess. */
bool pf_facts_is_broken_there(const struct pf_check_context *context, pf_span span);

/* Does the mapping beneath `root` whose key stands at `key` have a key `name` besides? */
bool pf_facts_has_beside(const struct pf_node *root, pf_span key, pf_str name);
/* Does the container answer requests? PF_NO where its commands are known and none is a server: a
 * worker, a migration. Hosts and redirects are then nothing to it. */
enum pf_truth pf_facts_serves_http(const struct pf_deployment *deployment);

/* `text` in the quotes that stand around the bytes of `span`, if any: for a fix in its place. */
pf_str pf_facts_written_like(const struct pf_check_context *context, pf_span span, pf_str text);

/* Was the value made from that environment variable? */
bool pf_facts_made_from(const struct pf_node *value, pf_str variable);
/* Is there an alternative among the value's (itself, or an arm) that `test` accepts? PF_YES when
 * all do, PF_MAYBE when some do or one is unknown. */
typedef bool pf_facts_test(const struct pf_node *value);
enum pf_truth pf_facts_every(const struct pf_node *value, pf_facts_test *test);

/* Why the value is not known, in words: its own reason, or that of the first arm that has one. */
pf_str pf_facts_reason(const struct pf_node *value);

/*
 * Is the setting the truth value of the text in `variable`? It is tried: on with "0", "False" and
 * "1", and not on with an empty text. `not X` and comparisons fail one of these.
 */
bool pf_facts_is_truth_of_text(struct pf_check_context *context,
                               const struct pf_deployment *deployment, const char *setting,
                               pf_str variable);

/* Which of the usual ways to write "off" in the variable switch DEBUG off in these settings, in
 * words: "'0', 'False', leaving it unset". Each is tried. */
pf_str pf_facts_ways_off(struct pf_check_context *context, const struct pf_deployment *deployment,
                         pf_str name);

/* SECRET_KEY, DB_PASSWORD, API_TOKEN; not PASSWORD_MIN_LENGTH, TOKEN_URL, SECRET_NAME. */
bool pf_facts_is_secret_name(pf_str name);
/* A value that is a credential whatever its name: AKIA…, ghp_…, a private key, user:password@. */
bool pf_facts_is_credential(pf_str value);
/* Django's own measure of a key, as its checks W009 and W025 apply it. */
enum pf_key_weakness {
    PF_KEY_STRONG,
    PF_KEY_INSECURE,  /* "django-insecure-…", as startproject makes it */
    PF_KEY_SHORT,     /* fewer than 50 characters */
    PF_KEY_MONOTONOUS /* fewer than 5 different ones */
};
enum pf_key_weakness pf_facts_key_weakness(pf_str key);
/* "changeme", "<…>", "TODO", "xxx", "your-…". */
bool pf_facts_is_placeholder(pf_str value);

/* Does a file of code or script in the project, settings aside, name it? Reads them. */
bool pf_facts_is_mentioned(const struct pf_check_context *context, pf_str name);

#endif
