/* Labels of the machines that GitHub runs jobs on. */
#ifndef PF_MODEL_RUNNER_H
#define PF_MODEL_RUNNER_H

#include "base/str.h"

/*
 * Is it an image of GitHub's with Linux or macOS: ubuntu-latest, ubuntu-24.04-arm, macos-15-xlarge?
 * Not ubuntu-runner or ubuntu-22.04-16core, which somebody named and may have equipped.
 */
bool pf_runner_is_unix_image(pf_str label);

#endif
