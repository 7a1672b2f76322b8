/* Tables. Reasons are those of the ECS agent and of Fargate; exit codes those of gunicorn, Python,
 * shells and the kernel. */
#include "deploy/remedy.h"

#include <stddef.h>

struct remedy {
    const char *head; /* how the code or reason begins */
    const char *text;
};

static const struct remedy aws[] = {
    {"AccessDenied", "the credentials may not do this: add the action to their policy"},
    {"UnauthorizedOperation", "the credentials may not do this: add the action to their policy"},
    {"ExpiredToken", "the credentials have expired: log in again"},
    {"RequestExpired", "the credentials have expired, or this machine's clock is wrong"},
    {"InvalidClientTokenId", "the access key is not known to AWS: it was deleted or is mistyped"},
    {"UnrecognizedClientException", "the access key is not known to AWS: it was deleted or is "
                                    "mistyped"},
    {"SignatureDoesNotMatch", "the secret access key is wrong, or this machine's clock is"},
    {"ClusterNotFoundException", "there is no such cluster in this region and account"},
    {"ServiceNotFoundException", "there is no such service in this cluster"},
    {"ServiceNotActiveException", "the service was deleted or is being drained"},
    {"ClientException", "the request breaks a rule of ECS"},
    {"InvalidParameterException", "the request breaks a rule of ECS"},
    {"Throttl", "AWS asks to call less often"},
};

static const struct remedy stopped[] = {
    {"CannotPullContainerError", "the image cannot be pulled: does the tag exist, and may the "
                                 "execution role or repositoryCredentials read it?"},
    {"CannotPullImageManifestError", "the registry has no manifest for this image and platform"},
    {"CannotPullECRContainerError", "the execution role may not pull from ECR, or the network "
                                    "does not reach it"},
    {"CannotPullContainerAuthError", "the registry refused the login: repositoryCredentials hold "
                                     "a wrong user or token"},
    {"ResourceInitializationError", "a secret, log group or volume could not be set up: look at "
                                    "the execution role and at the names of secrets"},
    {"CannotStartContainerError", "the command cannot be started: is it in the image, and "
                                  "executable?"},
    {"CannotCreateContainerError", "the container's settings cannot be met on this host"},
    {"OutOfMemoryError", "the container needs more memory than its limit"},
    {"DockerTimeoutError", "the host's Docker did not answer: try again, or replace the host"},
    {"Task failed ELB health checks", "the load balancer got no good answer: ALLOWED_HOSTS, port, "
                                      "path or grace period"},
    {"Task failed container health checks", "the container's own health check failed"},
    {"Essential container in task exited", "a container ended: its exit code and log say why"},
    {"Scaling activity", "the service itself stopped it"},
    {"Host EC2", "the host went away"},
    {"Your Spot Task was interrupted", "AWS took the Spot capacity back"},
};

struct exit_remedy {
    int64_t code;
    const char *text;
};
static const struct exit_remedy exits[] = {
    {1, "an exception ended it: the traceback is in its log"},
    {2, "wrong usage of the command"},
    {3, "gunicorn could not boot its worker: the settings or the WSGI module raise"},
    {4, "gunicorn could not load the application"},
    {126, "the command is there but cannot be executed: mode or architecture"},
    {127, "the command is not in the image"},
    {134, "it aborted"},
    {137, "killed: out of memory, or it did not stop in time"},
    {139, "segmentation fault"},
    {143, "ended by SIGTERM: something stopped it"},
    {255, "a start script failed"},
};

static const char *find(const struct remedy *remedies, size_t count, pf_str text)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_starts(text, pf_str_c(remedies[i].head)))
            return remedies[i].text;
    return NULL;
}

const char *pf_remedy_aws(pf_str code)
{
    return find(aws, sizeof aws / sizeof *aws, code);
}

const char *pf_remedy_stopped(pf_str reason)
{
    return find(stopped, sizeof stopped / sizeof *stopped, reason);
}

const char *pf_remedy_exit_code(int64_t code)
{
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
        if (exits[i].code == code)
            return exits[i].text;
    return NULL;
}
