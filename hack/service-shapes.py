#!/usr/bin/env python3
"""Writes engine/server/src/main/resources/service-shapes.json: the documented input shapes of the
operations that the engine answers, taken from botocore's service models (Apache-2.0).

Needs `pip install botocore`. Run it again when an operation is added here.
"""

import json
import pathlib

import botocore
import botocore.loaders

OPERATIONS = {
    "sagemaker": """
        CreateLabelingJob DescribeLabelingJob ListLabelingJobs ListLabelingJobsForWorkteam
        StopLabelingJob RenderUiTemplate
        CreateWorkforce DescribeWorkforce UpdateWorkforce DeleteWorkforce ListWorkforces
        CreateWorkteam DescribeWorkteam UpdateWorkteam DeleteWorkteam ListWorkteams
        DescribeSubscribedWorkteam ListSubscribedWorkteams
        AddTags ListTags DeleteTags
    """,
    "cognito-idp": """
        CreateUserPool DescribeUserPool UpdateUserPool DeleteUserPool ListUserPools
        AddCustomAttributes GetUserPoolMfaConfig SetUserPoolMfaConfig
        CreateUserPoolDomain DescribeUserPoolDomain UpdateUserPoolDomain DeleteUserPoolDomain
        CreateUserPoolClient DescribeUserPoolClient UpdateUserPoolClient DeleteUserPoolClient
        ListUserPoolClients
        CreateResourceServer DescribeResourceServer UpdateResourceServer DeleteResourceServer
        ListResourceServers
        CreateIdentityProvider DescribeIdentityProvider UpdateIdentityProvider
        DeleteIdentityProvider ListIdentityProviders
        CreateGroup GetGroup UpdateGroup DeleteGroup ListGroups AdminListGroupsForUser
        AdminCreateUser AdminGetUser AdminEnableUser AdminDisableUser AdminDeleteUser ListUsers
        AdminUpdateUserAttributes AdminDeleteUserAttributes AdminUserGlobalSignOut
        AdminSetUserPassword AdminResetUserPassword ConfirmForgotPassword
        AdminInitiateAuth AdminRespondToAuthChallenge InitiateAuth RespondToAuthChallenge
        GetUser GlobalSignOut RevokeToken
        AdminAddUserToGroup AdminRemoveUserFromGroup ListUsersInGroup
        TagResource UntagResource ListTagsForResource
    """,
}
KEPT = ("type", "required", "min", "max", "pattern", "enum", "sensitive")


def trimmed(shape):
    result = {name: shape[name] for name in KEPT if name in shape}
    if "members" in shape:
        result["members"] = {n: m["shape"] for n, m in shape["members"].items()}
    for part in ("member", "key", "value"):
        if part in shape:
            result[part] = shape[part]["shape"]
    return result


def referenced(shape):
    parts = list(shape.get("members", {}).values())
    parts += [shape[part] for part in ("member", "key", "value") if part in shape]
    return [part["shape"] for part in parts]


def service(loader, name, operations):
    model = loader.load_service_model(name, "service-2")
    pages = loader.load_service_model(name, "paginators-1")["pagination"]
    shapes, waiting, described = {}, [], {}
    for operation in sorted(operations):
        described[operation] = {"input": model["operations"][operation]["input"]["shape"]}
        waiting.append(described[operation]["input"])
        if operation in pages:
            page = pages[operation]
            described[operation]["page"] = {
                "items": page["result_key"],
                "token": page["output_token"],
                "request": page["input_token"],
            }
    while waiting:
        shape = waiting.pop()
        if shape not in shapes:
            shapes[shape] = trimmed(model["shapes"][shape])
            waiting += referenced(model["shapes"][shape])
    return model["metadata"]["targetPrefix"], {
        "operations": described,
        "shapes": dict(sorted(shapes.items())),
    }


def main():
    loader = botocore.loaders.create_loader()
    services = dict(service(loader, n, o.split()) for n, o in OPERATIONS.items())
    document = {
        "origin": f"botocore {botocore.__version__}, service models; written by hack/service-shapes.py",
        "license": "Apache-2.0, Copyright Amazon.com, Inc. or its affiliates",
        "services": services,
    }
    root = pathlib.Path(__file__).resolve().parent.parent
    target = root / "engine/server/src/main/resources/service-shapes.json"
    target.write_text(json.dumps(document, indent=1, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
