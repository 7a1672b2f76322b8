/*
 * The join: workflow job → task definition and container → image → settings, one deployment for
 * each way to production; and the contract: who documents, reads and supplies each variable.
 */
#ifndef PF_MODEL_WIRING_H
#define PF_MODEL_WIRING_H

#include "base/index.h"
#include "model/access.h"
#include "model/deploy.h"
#include "model/docs.h"
#include "model/project.h"
#include "model/entry.h"
#include "model/supply.h"
#include "python/settings.h"
#include "read/git.h"
#include "read/requirements.h"

struct pf_deployment {
    pf_str name; /* each once: "deploy.yml:deploy/web", "task-definition.json/web", … */
    const struct pf_deploy *deploy;        /* the workflow's deploy; NULL: none leads here */
    const struct pf_project_file *taskdef; /* NULL: none in the project */
    const struct pf_node *taskdef_root; /* the registered map, {"taskDefinition": …} unwrapped */
    const struct pf_node *container;    /* PF_MAP; NULL when there is no task definition */
    enum pf_truth runs_django;          /* the container runs this project's settings */
    const struct pf_project_file *dockerfile; /* NULL: none found */
    const struct pf_build *build;             /* that makes the image; NULL: none known */
    const struct pf_image *image;             /* of the final stage; NULL without a Dockerfile */
    struct pf_start start;
    struct pf_supplies supplies; /* in order of precedence, then of file */
    /*
     * Variables may come from where no file tells: environmentFiles, a task definition that a
     * script changes, or no task definition at all. Nothing is then "missing", only "not seen".
     */
    bool environment_is_open;
    pf_str open_reason;                    /* "" when closed */
    const struct pf_node *environment;     /* PF_MAP: what the container gets, for the evaluator */
    struct pf_module_choices modules;      /* the first is the one taken */
    struct pf_strs roots;                  /* sys.path inside the project */
    unsigned python_minor, django_version; /* as pf_settings_options; 0: unknown */
    pf_str django_pin;                     /* "4.2.11" as written; "" when none */
    const struct pf_settings *settings; /* as production evaluates them, to the exception that ends
                                           it; NULL: no settings module was found */
    /*
     * The same with every variable that was missed assumed to be there, so that what follows the
     * exception is judged too. Equal to `settings` where nothing is raised for want of a variable.
     */
    const struct pf_settings *judged;
    const struct pf_settings_raise **raises; /* each that the assumptions led to, in that order */
    size_t raise_count;
};

/* One variable of a deployment's contract. */
enum pf_variable_status {
    PF_VARIABLE_SUPPLIED,  /* also by the settings themselves, from a .env file in the image */
    PF_VARIABLE_DEFAULTED, /* not supplied; the settings' own default is taken */
    PF_VARIABLE_MISSING,   /* required or mandated, and supplied by nothing that we could look at */
    PF_VARIABLE_UNKNOWN,   /* not seen, but the environment is open */
    PF_VARIABLE_UNREAD,    /* supplied, read by nothing we know */
    PF_VARIABLE_UNUSED     /* documented only */
};
const char *pf_variable_status_name(enum pf_variable_status status);

struct pf_variable {
    pf_str name;
    enum pf_variable_status status;
    bool mandated; /* by the configuration or the documentation's table */
    const struct pf_docs_variable *documented; /* the first place; NULL: none */
    const struct pf_settings_read *read;       /* the first read; NULL: none */
    const struct pf_supply *supplied;          /* the effective one; NULL: none */
};
struct pf_variables {
    struct pf_variable *items; /* in byte order of their names */
    size_t count, capacity;
};

struct pf_wiring_options {
    const struct pf_strs *mandated; /* NULL: SENTRY_DSN, SECRET_KEY, DEBUG, ALLOWED_HOSTS */
    /* The configuration's `deployments`: PF_SEQ of {name, task-definition, container, dockerfile,
     * settings}, or NULL. With it, nothing is looked for by itself. */
    const struct pf_node *config;
    pf_str branch; /* the configuration's; "" when it names none */
    struct pf_memory *memory;
};

struct pf_wiring {
    struct pf_arena *arena;
    struct pf_project *project;
    struct pf_wiring_options options;
    struct pf_strs mandated;
    const struct pf_git *git;   /* never NULL; says itself what it could not find */
    const struct pf_docs *docs; /* never NULL */
    const struct pf_deploys *deploys;
    struct pf_builds builds;
    struct pf_accesses *accesses;           /* never NULL; what it follows further is kept in it */
    const struct pf_requirements *packages; /* never NULL */
    struct pf_deployment *deployments;
    size_t deployment_count;
    struct pf_trees *trees;  /* of the settings' files, for every evaluation */
    struct pf_strs notes;    /* what could not be joined, in words, for -v and doctor */
    struct pf_index *pushes; /* branch → what a push to it runs, once it was asked for */
    struct pf_index *kept;   /* what checks made for each other; see pf_facts_kept */
};

/* Never fails; everything lives in `arena`. */
const struct pf_wiring *pf_wiring_connect(struct pf_arena *arena, struct pf_project *project,
                                          const struct pf_wiring_options *options);

/* What a push to the branch runs; asking twice simulates once. */
const struct pf_simulation *pf_wiring_push(const struct pf_wiring *wiring, pf_str branch);

/* The contract of one deployment. */
struct pf_variables pf_wiring_contract(struct pf_arena *arena, const struct pf_wiring *wiring,
                                       const struct pf_deployment *deployment);

/*
 * The settings as they would be if the container got `name` with `value` (PF_STRING or PF_ANY;
 * NULL: without it at all), missed variables assumed as in `judged`. NULL when there are no
 * settings.
 */
const struct pf_settings *pf_wiring_what_if(struct pf_arena *arena, const struct pf_wiring *wiring,
                                            const struct pf_deployment *deployment, pf_str name,
                                            const struct pf_node *value);

/* The branch that production is made from, and where that is said: the configuration's, the only
 * one that triggers a deploy, git's default, the documentation's; "" when nothing tells. */
struct pf_branch_choice {
    pf_str name;
    pf_str by;
    pf_span span;
};
struct pf_branch_choice pf_wiring_branch(const struct pf_wiring *wiring);

#endif
