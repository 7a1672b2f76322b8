/* What most commands begin with: the configuration, the rules, the project, its wiring. */
#ifndef PF_CLI_SCENE_H
#define PF_CLI_SCENE_H

#include "command/command.h"
#include "model/picture.h"
#include "model/wiring.h"
#include "rule/config.h"

struct pf_scene {
    struct pf_call *call;
    pf_str folder;      /* the project's, from the working directory; "." where they are one */
    pf_str config_path; /* "" when there is no configuration */
    struct pf_config config;
    pf_str
        passed_over; /* a folder from the working directory that is not read: the base; "": none */
    pf_str edited, edited_bytes; /* a file of the project as an editor has it; "": none */
    bool wants_whole_rules; /* built-in ones too, with their examples: to show them, not to run */
    struct pf_rules rules;  /* all that exist: built in, --rules, the configuration's */
    struct pf_project *project;
    const struct pf_wiring *wiring;
    const struct pf_picture *picture;
};

/*
 * Finds and reads the configuration: `named` (--config), else PREFLIGHT_CONFIG, else the nearest
 * one from the scene's folder upward. `named` "" is not given; `wanted` false (--no-config) reads
 * none.
 */
bool pf_scene_configure(struct pf_scene *scene, pf_str named, bool wanted, struct pf_error *error);
/* The built-in rules, those of the folders in `own` (--rules) and of the configuration, with its
 * severities and parameters. Every mistake in a rule file is told with its place. */
bool pf_scene_load_rules(struct pf_scene *scene, const struct pf_strs *own, struct pf_error *error);
/* Walks the folder; what the configuration excludes is left out. */
bool pf_scene_open(struct pf_scene *scene, struct pf_error *error);
/* Joins workflow, task definition, image, settings and documentation. Never fails. */
void pf_scene_connect(struct pf_scene *scene);
void pf_scene_draw(struct pf_scene *scene);

/* configure, open and connect, for commands that take `-C FOLDER` and `--config FILE`. */
bool pf_scene_set(struct pf_scene *scene, struct pf_call *call, pf_str folder, pf_str config,
                  struct pf_error *error);
/* What could not be joined, on standard error, with --verbose. */
void pf_scene_notes(const struct pf_scene *scene);

#endif
