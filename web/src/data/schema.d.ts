// Made by `npm run types` out of a node's openapi.json.

export interface paths {
    "/attachments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives the bytes of a file */
        get: operations["get_attachments_id"];
        put?: never;
        post?: never;
        /** Deletes a file */
        delete: operations["delete_attachments_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists who did what, the newest first */
        get: operations["get_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a token with which a page talks to the other nodes for 15 minutes */
        post: operations["post_auth_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a login */
        post: operations["post_auth_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the login */
        post: operations["post_auth_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Chooses the password of a user with a set-up link */
        post: operations["post_auth_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/checksum": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares the states of all nodes */
        post: operations["post_cluster_checksum"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/leaders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists who has led, the newest first */
        get: operations["get_cluster_leaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists entries of this node's log, the newest first */
        get: operations["get_cluster_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the members of the cluster */
        get: operations["get_cluster_members"];
        put?: never;
        /** Adds a node, as a learner */
        post: operations["post_cluster_members"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a member of the cluster */
        get: operations["get_cluster_members_id"];
        put?: never;
        post?: never;
        /** Takes a node out of the cluster */
        delete: operations["delete_cluster_members_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/members/{id}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a learner vote */
        post: operations["post_cluster_members_id_promote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the quotas and limits of the cluster */
        get: operations["get_cluster_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes quotas and limits; null: the default */
        patch: operations["patch_cluster_settings"];
        trace?: never;
    };
    "/cluster/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has every node cut its log */
        post: operations["post_cluster_snapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how every node is */
        get: operations["get_cluster_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells what this node sees of consensus, at most ten times a second (server-sent events) */
        get: operations["get_cluster_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cluster/transfer-leader": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands leadership to another node */
        post: operations["post_cluster_transfer_leader"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/comments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a comment */
        get: operations["get_comments_id"];
        put?: never;
        post?: never;
        /** Deletes a comment */
        delete: operations["delete_comments_id"];
        options?: never;
        head?: never;
        /** Changes one's comment */
        patch: operations["patch_comments_id"];
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells of changes as they happen (server-sent events) */
        get: operations["get_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives all tasks that one sees, from one position */
        get: operations["get_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells what this cluster is */
        get: operations["get_info"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/kv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists keys */
        get: operations["get_kv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/kv/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gets a key's value: bytes, or JSON for who accepts that alone */
        get: operations["get_kv_key"];
        /** Puts a key's value, of any bytes */
        put: operations["put_kv_key"];
        post?: never;
        /** Deletes a key */
        delete: operations["delete_kv_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists labels */
        get: operations["get_labels"];
        put?: never;
        /** Makes a label */
        post: operations["post_labels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/labels/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a label */
        get: operations["get_labels_name"];
        put?: never;
        post?: never;
        /** Deletes a label that no task bears */
        delete: operations["delete_labels_name"];
        options?: never;
        head?: never;
        /** Changes a label */
        patch: operations["patch_labels_name"];
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows who asks */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes who asks */
        patch: operations["patch_me"];
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists one's notifications, the newest first */
        get: operations["get_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks notifications as read, or as not read */
        post: operations["post_notifications_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describes this API */
        get: operations["get_openapijson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the projects that one sees */
        get: operations["get_projects"];
        put?: never;
        /** Makes a project, whose first manager one is */
        post: operations["post_projects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a project */
        get: operations["get_projects_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes a project */
        patch: operations["patch_projects_key"];
        trace?: never;
    };
    "/projects/{key}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the board of a project, from one position */
        get: operations["get_projects_key_board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{key}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the members of a project */
        get: operations["get_projects_key_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{key}/members/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a member of a project */
        get: operations["get_projects_key_members_username"];
        /** Adds a member, or gives one another role */
        put: operations["put_projects_key_members_username"];
        post?: never;
        /** Takes a member away */
        delete: operations["delete_projects_key_members_username"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Makes a report: completion, throughput, ageing, lead-time, workload, productivity or overdue */
        get: operations["get_reports_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds words in tasks, comments and names of files */
        get: operations["get_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists one's logins */
        get: operations["get_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a login */
        get: operations["get_sessions_id"];
        put?: never;
        post?: never;
        /** Ends a login */
        delete: operations["delete_sessions_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists tasks */
        get: operations["get_tasks"];
        put?: never;
        /** Makes a task */
        post: operations["post_tasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a task, one in the trash too */
        get: operations["get_tasks_id"];
        put?: never;
        post?: never;
        /** Moves a task to the trash, and its subtasks */
        delete: operations["delete_tasks_id"];
        options?: never;
        head?: never;
        /** Changes a task */
        patch: operations["patch_tasks_id"];
        trace?: never;
    };
    "/tasks/{id}/assignees/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Assigns a user */
        put: operations["put_tasks_id_assignees_username"];
        post?: never;
        /** Takes an assignee away */
        delete: operations["delete_tasks_id_assignees_username"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the attachments of a task */
        get: operations["get_tasks_id_attachments"];
        put?: never;
        /** Adds a file of any bytes */
        post: operations["post_tasks_id_attachments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/blocks/{other}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Lets a task block another one */
        put: operations["put_tasks_id_blocks_other"];
        post?: never;
        /** Lets a task block another one no more */
        delete: operations["delete_tasks_id_blocks_other"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the comments on a task, the oldest first */
        get: operations["get_tasks_id_comments"];
        put?: never;
        /** Comments on a task */
        post: operations["post_tasks_id_comments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what was changed, the newest first */
        get: operations["get_tasks_id_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/labels/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives a task a label */
        put: operations["put_tasks_id_labels_name"];
        post?: never;
        /** Takes a label away */
        delete: operations["delete_tasks_id_labels_name"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves a task on its board, or to another one */
        post: operations["post_tasks_id_move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/relations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists parent, subtasks, and what blocks what */
        get: operations["get_tasks_id_relations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a task out of the trash */
        post: operations["post_tasks_id_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists with whom a task is shared */
        get: operations["get_tasks_id_shares"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/shares/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Shares a task with a user */
        put: operations["put_tasks_id_shares_username"];
        post?: never;
        /** Shares a task with a user no more */
        delete: operations["delete_tasks_id_shares_username"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Watches a task */
        put: operations["put_tasks_id_watch"];
        post?: never;
        /** Watches a task no more */
        delete: operations["delete_tasks_id_watch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/watchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists who watches a task */
        get: operations["get_tasks_id_watchers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes up to 200 tasks */
        post: operations["post_tasks_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes up to 200 tasks alike */
        post: operations["post_tasks_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts tasks */
        get: operations["get_tasks_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists one's API tokens */
        get: operations["get_tokens"];
        put?: never;
        /** Makes an API token, whose secret is told once */
        post: operations["post_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an API token */
        get: operations["get_tokens_id"];
        put?: never;
        post?: never;
        /** Ends an API token */
        delete: operations["delete_tokens_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists users */
        get: operations["get_users"];
        put?: never;
        /** Makes a user, with a password or a set-up link */
        post: operations["post_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a user */
        get: operations["get_users_username"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes a user */
        patch: operations["patch_users_username"];
        trace?: never;
    };
    "/users/{username}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets a password, and ends the user's other logins */
        put: operations["put_users_username_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists one's own views and the shared ones */
        get: operations["get_views"];
        put?: never;
        /** Saves a view */
        post: operations["post_views"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a view */
        get: operations["get_views_id"];
        put?: never;
        post?: never;
        /** Deletes a view */
        delete: operations["delete_views_id"];
        options?: never;
        head?: never;
        /** Changes a view */
        patch: operations["patch_views_id"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Attachment: {
            /** Format: date-time */
            created_at: string;
            creator: string;
            id: number;
            media_type: string;
            name: string;
            sha256: string;
            size: number;
            task: number;
        };
        AttachmentList: {
            items: components["schemas"]["Attachment"][];
            next_cursor: string | null;
        };
        Audit: {
            action: string;
            actor: string;
            address: string | null;
            /** Format: date-time */
            at: string;
            index: number;
            outcome: string;
            target: string | null;
            term: number;
        };
        AuditList: {
            items: components["schemas"]["Audit"][];
            next_cursor: string | null;
        };
        BatchDone: {
            items: components["schemas"]["BatchItem"][];
        };
        BatchItem: {
            problem?: components["schemas"]["Problem"];
            status: number;
            task?: components["schemas"]["Task"];
        };
        Board: {
            columns: components["schemas"]["BoardColumn"][];
            project: components["schemas"]["Project"];
        };
        BoardColumn: {
            items: components["schemas"]["Card"][];
            next_cursor: string | null;
            status: string;
            total: number;
        };
        BulkChange: {
            add?: Record<string, unknown> | null;
            atomic?: boolean | null;
            delete?: boolean | null;
            ids: number[];
            patch?: Record<string, unknown> | null;
            remove?: Record<string, unknown> | null;
            revs?: Record<string, unknown> | null;
        };
        BulkDone: {
            items: components["schemas"]["BulkItem"][];
        };
        BulkItem: {
            id: number;
            problem?: components["schemas"]["Problem"];
            rev?: number;
            status: number;
        };
        Card: {
            assignees: string[];
            attachment_count: number;
            blocked: boolean;
            comment_count: number;
            /** Format: date-time */
            completed_at: string | null;
            /** Format: date-time */
            created_at: string;
            creator: string;
            /** Format: date-time */
            deleted_at: string | null;
            /** @description A date, which no time zone moves, or a moment. */
            due: string | null;
            id: number;
            labels: string[];
            parent: number | null;
            priority: string;
            project: string | null;
            rank: string;
            repeat: string | null;
            rev: number;
            status: string;
            subtasks: components["schemas"]["SubtaskCount"];
            title: string;
            /** Format: date-time */
            updated_at: string;
            watching: boolean;
        };
        CardList: {
            items: components["schemas"]["Card"][];
            next_cursor: string | null;
        };
        Change: {
            field: string;
            from: unknown;
            to: unknown;
        };
        ClusterSettings: {
            attachment_bytes: number;
            attachment_bytes_per_project: number;
            attachment_bytes_per_user: number;
            kv_bytes: number;
            labels: number;
            sessions_per_user: number;
            tokens_per_user: number;
            uploads_per_user: number;
            views_per_user: number;
        };
        ClusterSettingsPatch: {
            attachment_bytes?: number | null;
            attachment_bytes_per_project?: number | null;
            attachment_bytes_per_user?: number | null;
            kv_bytes?: number | null;
            labels?: number | null;
            sessions_per_user?: number | null;
            tokens_per_user?: number | null;
            uploads_per_user?: number | null;
            views_per_user?: number | null;
        };
        ClusterStatus: {
            cluster_id: string | null;
            leader: number | null;
            name: string;
            nodes: components["schemas"]["NodeStatus"][];
            quorum: components["schemas"]["Quorum"];
            served_by: number;
            term: number;
        };
        Comment: {
            author: string;
            /** Format: date-time */
            created_at: string;
            id: number;
            mentions: string[];
            rev: number;
            task: number;
            text: string;
            /** Format: date-time */
            updated_at: string;
        };
        CommentList: {
            items: components["schemas"]["Comment"][];
            next_cursor: string | null;
        };
        Count: {
            count: number;
        };
        Digests: {
            index: number;
            nodes: components["schemas"]["NodeDigest"][];
        };
        Handover: {
            /** Format: date-time */
            expires_at: string;
            token: string;
        };
        History: {
            action: string;
            actor: string;
            /** Format: date-time */
            at: string;
            changes: components["schemas"]["Change"][];
            index: number;
            via: string;
        };
        HistoryList: {
            items: components["schemas"]["History"][];
            next_cursor: string | null;
        };
        Info: {
            auth: string;
            name: string;
            version: string;
        };
        Key: {
            key: string | null;
            key_base64?: string;
            rev: number;
            size: number;
        };
        KeyChanged: {
            key: string | null;
            key_base64?: string;
            rev: number;
        };
        KeyList: {
            items: components["schemas"]["Key"][];
            next_cursor: string | null;
        };
        KeyValue: {
            key: string;
            rev: number;
            value: string;
        };
        Label: {
            color: string;
            description: string;
            name: string;
            rev: number;
        };
        LabelList: {
            items: components["schemas"]["Label"][];
            next_cursor: string | null;
        };
        LabelPatch: {
            color?: string | null;
            description?: string | null;
        };
        Leader: {
            node: number;
            /** Format: date-time */
            since: string;
            term: number;
            /** Format: date-time */
            until: string | null;
        };
        LeaderChange: {
            leader: number;
            term: number;
        };
        LeaderList: {
            items: components["schemas"]["Leader"][];
            next_cursor: string | null;
        };
        LogEntry: {
            action: string | null;
            actor: string | null;
            /** Format: date-time */
            at: string;
            bytes: number;
            index: number;
            kind: string;
            term: number;
        };
        LogEntryList: {
            items: components["schemas"]["LogEntry"][];
            next_cursor: string | null;
        };
        LoggedIn: {
            /** Format: date-time */
            expires_at: string | null;
            session: number;
            token: string | null;
            user: components["schemas"]["User"];
        };
        Login: {
            cookie?: boolean | null;
            password: string;
            username: string;
        };
        MadeToken: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            id: number;
            /** Format: date */
            last_used_on: string;
            name: string;
            prefix: string;
            scopes: string[];
            secret: string | null;
        };
        MadeUser: {
            /** Format: date-time */
            created_at: string;
            disabled: boolean;
            display_name: string;
            email: string | null;
            rev: number;
            role: string;
            setup_token: string | null;
            time_zone: string;
            username: string;
        };
        Me: {
            /** Format: date-time */
            created_at: string;
            disabled: boolean;
            display_name: string;
            email: string | null;
            preferences: Record<string, unknown>;
            rev: number;
            role: string;
            scopes: string[];
            session: number | null;
            time_zone: string;
            unread: number;
            username: string;
        };
        MePatch: {
            display_name?: string | null;
            email?: string | null;
            preferences?: Record<string, unknown> | null;
            time_zone?: string | null;
        };
        NamedRole: {
            display_name: string;
            role: string;
            username: string;
        };
        NewComment: {
            text?: string;
        };
        NewLabel: {
            color?: string | null;
            description?: string | null;
            name: string;
        };
        NewLeader: {
            to?: number | null;
        };
        NewMember: {
            /** @enum {string} */
            role: "viewer" | "member" | "manager";
        };
        NewNode: {
            address: string;
            id: number;
        };
        NewPassword: {
            current_password?: string | null;
            new_password: string;
        };
        NewProject: {
            color?: string | null;
            description?: string | null;
            key: string;
            name: string;
        };
        NewShare: {
            /** @enum {string|null} */
            role?: "viewer" | "member" | null;
        };
        NewTask: {
            assignees?: string[] | null;
            description?: string | null;
            /** @description A date, which no time zone moves, or a moment. */
            due?: string | null;
            labels?: string[] | null;
            parent?: number | null;
            /** @enum {string|null} */
            priority?: "none" | "low" | "medium" | "high" | "urgent" | null;
            project?: string | null;
            repeat?: string | null;
            /** @enum {string|null} */
            status?: "todo" | "in_progress" | "completed" | "cancelled" | null;
            title: string;
        };
        NewToken: {
            /** Format: date-time */
            expires_at?: string | null;
            name: string;
            scopes: ("read" | "write" | "admin")[];
        };
        NewUser: {
            display_name?: string | null;
            email?: string | null;
            password?: string | null;
            /** @enum {string|null} */
            role?: "member" | "admin" | null;
            time_zone?: string | null;
            username: string;
        };
        NewView: {
            /** @enum {string|null} */
            layout?: "list" | "board" | "calendar" | null;
            name: string;
            project?: string | null;
            query?: string | null;
            shared?: boolean | null;
        };
        Node: {
            address: string;
            disk_id: string | null;
            id: number;
            role: string;
        };
        NodeDigest: {
            id: number;
            sha256: string | null;
        };
        NodeList: {
            items: components["schemas"]["Node"][];
            next_cursor: string | null;
        };
        NodeStatus: {
            address: string;
            applied_index: number | null;
            commit_index: number | null;
            disk_free: number | null;
            durable_index: number | null;
            heartbeat_age_ms: number | null;
            http: string | null;
            id: number;
            inflight_bytes: number | null;
            inflight_entries: number | null;
            lag: number | null;
            last_index: number | null;
            reachable: boolean;
            role: string;
            store: string | null;
            term: number | null;
            version: string | null;
            voted_for: number | null;
            voter: boolean;
        };
        Notification: {
            actor: string | null;
            /** Format: date-time */
            at: string;
            comment: number | null;
            count: number;
            excerpt: string;
            id: number;
            kind: string;
            read: boolean;
            task: components["schemas"]["NotifiedTask"];
        };
        NotificationList: {
            items: components["schemas"]["Notification"][];
            next_cursor: string | null;
        };
        NotifiedTask: {
            id: number;
            project: string | null;
            title: string | null;
        };
        OpenApi: Record<string, unknown>;
        Problem: {
            code: string;
            /** @description What is there now (412). */
            current?: unknown;
            detail: string;
            errors: {
                code: string;
                header?: string;
                message: string;
                parameter?: string;
                pointer?: string;
            }[];
            needs?: string;
            request_id: string;
            retryable: boolean;
            status: number;
            title: string;
            type: string;
        };
        Project: {
            archived: boolean;
            color: string;
            /** Format: date-time */
            created_at: string;
            description: string;
            key: string;
            my_role: string | null;
            name: string;
            rev: number;
            /** Format: date-time */
            updated_at: string;
        };
        ProjectList: {
            items: components["schemas"]["Project"][];
            next_cursor: string | null;
        };
        ProjectPatch: {
            archived?: boolean | null;
            color?: string | null;
            description?: string | null;
            name?: string;
        };
        Quorum: {
            available: boolean;
            needed: number;
            reachable: number;
            tolerates: number;
            voters: number;
        };
        ReadMarks: {
            ids?: number[] | null;
            read?: boolean | null;
            up_to?: number | null;
        };
        Relations: {
            blocked_by: components["schemas"]["Card"][];
            blocks: components["schemas"]["Card"][];
            hidden: number;
            parent: components["schemas"]["Card"] | null;
            subtasks: components["schemas"]["Card"][];
        };
        Report: {
            /** Format: date */
            from: string;
            items: unknown[];
            /** Format: date */
            to: string;
        };
        RoleList: {
            items: components["schemas"]["NamedRole"][];
            next_cursor: string | null;
        };
        SearchHit: {
            excerpt: string;
            kind: string;
            task: components["schemas"]["Card"];
        };
        SearchHitList: {
            items: components["schemas"]["SearchHit"][];
            next_cursor: string | null;
        };
        Session: {
            address: string;
            /** Format: date-time */
            created_at: string;
            current: boolean;
            /** Format: date-time */
            expires_at: string | null;
            id: number;
            /** Format: date */
            last_used_on: string;
            user_agent: string;
        };
        SessionList: {
            items: components["schemas"]["Session"][];
            next_cursor: string | null;
        };
        Setup: {
            password: string;
            setup_token: string;
        };
        SnapshotTaken: {
            index: number | null;
        };
        SubtaskCount: {
            completed: number;
            total: number;
        };
        Task: {
            assignees: string[];
            /** Format: date-time */
            completed_at: string | null;
            /** Format: date-time */
            created_at: string;
            creator: string;
            /** Format: date-time */
            deleted_at: string | null;
            description: string;
            /** @description A date, which no time zone moves, or a moment. */
            due: string | null;
            id: number;
            labels: string[];
            parent: number | null;
            priority: string;
            project: string | null;
            repeat: string | null;
            rev: number;
            status: string;
            title: string;
            /** Format: date-time */
            updated_at: string;
        };
        TaskBatch: {
            items: Record<string, unknown>[];
        };
        TaskList: {
            items: components["schemas"]["Task"][];
            next_cursor: string | null;
        };
        TaskMove: {
            after?: number | null;
            before?: number | null;
            project?: string | null;
            /** @enum {string|null} */
            status?: "todo" | "in_progress" | "completed" | "cancelled" | null;
            /** @enum {string|null} */
            to?: "top" | "bottom" | null;
        };
        TaskPatch: {
            assignees?: string[] | null;
            description?: string | null;
            /** @description A date, which no time zone moves, or a moment. */
            due?: string | null;
            labels?: string[] | null;
            parent?: number | null;
            /** @enum {string|null} */
            priority?: "none" | "low" | "medium" | "high" | "urgent" | null;
            project?: string | null;
            repeat?: string | null;
            /** @enum {string|null} */
            status?: "todo" | "in_progress" | "completed" | "cancelled" | null;
            title?: string;
        };
        Token: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            id: number;
            /** Format: date */
            last_used_on: string;
            name: string;
            prefix: string;
            scopes: string[];
        };
        TokenList: {
            items: components["schemas"]["Token"][];
            next_cursor: string | null;
        };
        Unread: {
            unread: number;
        };
        User: {
            /** Format: date-time */
            created_at: string;
            disabled: boolean;
            display_name: string;
            email: string | null;
            rev: number;
            role: string;
            time_zone: string;
            username: string;
        };
        UserList: {
            items: components["schemas"]["User"][];
            next_cursor: string | null;
        };
        UserPatch: {
            disabled?: boolean | null;
            display_name?: string | null;
            email?: string | null;
            /** @enum {string|null} */
            role?: "member" | "admin" | null;
            time_zone?: string | null;
        };
        View: {
            id: number;
            layout: string;
            name: string;
            owner: string;
            project: string | null;
            query: string;
            rev: number;
            shared: boolean;
        };
        ViewList: {
            items: components["schemas"]["View"][];
            next_cursor: string | null;
        };
        ViewPatch: {
            /** @enum {string|null} */
            layout?: "list" | "board" | "calendar" | null;
            name?: string;
            project?: string | null;
            query?: string | null;
            shared?: boolean | null;
        };
        Watcher: {
            username: string;
        };
        WatcherList: {
            items: components["schemas"]["Watcher"][];
            next_cursor: string | null;
        };
        Watching: {
            watching: boolean;
        };
    };
    responses: {
        /** @description Nothing was done, and may be later */
        NotDone: {
            headers: {
                "Raft-Index": components["headers"]["Raft-Index"];
                "Request-Id": components["headers"]["Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                "Taskraft-Node": components["headers"]["Taskraft-Node"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Refused: `code` says why */
        Refused: {
            headers: {
                "Raft-Index": components["headers"]["Raft-Index"];
                "Request-Id": components["headers"]["Request-Id"];
                "Taskraft-Node": components["headers"]["Taskraft-Node"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much in a minute */
        TooMuch: {
            headers: {
                "Raft-Index": components["headers"]["Raft-Index"];
                "Request-Id": components["headers"]["Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                "Taskraft-Node": components["headers"]["Taskraft-Node"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody knows who asks */
        Unknown: {
            headers: {
                "Raft-Index": components["headers"]["Raft-Index"];
                "Request-Id": components["headers"]["Request-Id"];
                "Taskraft-Node": components["headers"]["Taskraft-Node"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Seconds, rounded up, for which the data may be out of date. */
        Age: number;
        /** @description Of the revision that is shown. */
        ETag: string;
        /** @description `true`: the request was done before. */
        "Idempotency-Replayed": string;
        /** @description Where it is from now on. */
        Location: string;
        /** @description The log index of the data that was read, or of the write; of what is neither, how far this node has come. */
        "Raft-Index": number;
        /** @description Names the request in the node's messages. */
        "Request-Id": string;
        /** @description Seconds. */
        "Retry-After": number;
        /** @description The id of the node that answers. */
        "Taskraft-Node": number;
        /** @description Bearer */
        "WWW-Authenticate": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_attachments_id: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                /** @description true: to be shown, if that is safe */
                inline?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Done */
            206: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_attachments_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_audit: {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                /** @description a date or a moment */
                from?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_auth_handover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_auth_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedIn"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_auth_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_auth_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_cluster_checksum: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Digests"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_cluster_leaders: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaderList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_cluster_log: {
        parameters: {
            query?: {
                /** @description an index: entries before it */
                before?: string;
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogEntryList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_cluster_members: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_cluster_members: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNode"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            202: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_cluster_members_id: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_cluster_members_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_cluster_members_id_promote: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_cluster_settings: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterSettings"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    patch_cluster_settings: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ClusterSettingsPatch"];
                "application/merge-patch+json": components["schemas"]["ClusterSettingsPatch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterSettings"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_cluster_snapshot: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotTaken"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_cluster_status: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                /** @description true: only what this node believes */
                local?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterStatus"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_cluster_stream: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_cluster_transfer_leader: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewLeader"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaderChange"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_comments_id: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_comments_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    patch_comments_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
                "application/merge-patch+json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_events: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                /** @description where to go on */
                last_event_id?: string;
                /** @description a key */
                project?: string;
                /** @description types between commas; task.* for all of tasks */
                types?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_export: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                /** @description ndjson, json or csv */
                format?: string;
                /** @description a key, or none */
                project?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_info: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Info"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_kv: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
                prefix?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_kv_key: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyValue"];
                    "application/octet-stream": unknown;
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    put_kv_key: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyChanged"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyChanged"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_kv_key: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_labels: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_labels: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLabel"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_labels_name: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_labels_name: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    patch_labels_name: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LabelPatch"];
                "application/merge-patch+json": components["schemas"]["LabelPatch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_me: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    patch_me: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MePatch"];
                "application/merge-patch+json": components["schemas"]["MePatch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_notifications: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
                /** @description false: only those not read */
                read?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_notifications_read: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReadMarks"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_openapijson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApi"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_projects: {
        parameters: {
            query?: {
                /** @description true or false */
                archived?: string;
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
                /** @description what their keys or names hold */
                text?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_projects: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_projects_key: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    patch_projects_key: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectPatch"];
                "application/merge-patch+json": components["schemas"]["ProjectPatch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_projects_key_board: {
        parameters: {
            query?: {
                /** @description usernames between commas, me or none */
                assignee?: string;
                /** @description true or false */
                blocked?: string;
                /** @description a date or an instant */
                completed_before?: string;
                /** @description a date or an instant */
                completed_from?: string;
                consistency?: "linearizable" | "session" | "stale";
                /** @description a date or an instant */
                created_before?: string;
                /** @description a date or an instant */
                created_from?: string;
                /** @description usernames between commas, me or none */
                creator?: string;
                /** @description true: only the trash */
                deleted?: string;
                /** @description overdue, today, a number of days like 7d, or none */
                due?: string;
                /** @description a date or an instant */
                due_before?: string;
                /** @description a date or an instant */
                due_from?: string;
                /** @description names between commas */
                label?: string;
                /** @description of each column */
                limit?: number;
                /** @description a task's id, or none */
                parent?: string;
                /** @description words between commas */
                priority?: string;
                /** @description a log index */
                rev_after?: string;
                /** @description true or false */
                shared?: string;
                /** @description words between commas */
                status?: string;
                /** @description words, all in title or description */
                text?: string;
                /** @description a time zone like Europe/Berlin */
                tz?: string;
                /** @description a date or an instant */
                updated_before?: string;
                /** @description a date or an instant */
                updated_from?: string;
                /** @description true or false */
                watching?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_projects_key_members: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_projects_key_members_username: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                key: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedRole"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    put_projects_key_members_username: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                key: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedRole"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedRole"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_projects_key_members_username: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                key: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_reports_name: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                /** @description day, week or month */
                period?: string;
                /** @description a key */
                project?: string;
                /** @description a day, or a number of days like 30d */
                since?: string;
                /** @description a time zone like Europe/Berlin */
                tz?: string;
                /** @description the last day */
                until?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                    "text/csv": string;
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_search: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
                /** @description words */
                q?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchHitList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_sessions: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_sessions_id: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_sessions_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks: {
        parameters: {
            query?: {
                /** @description usernames between commas, me or none */
                assignee?: string;
                /** @description true or false */
                blocked?: string;
                /** @description a date or an instant */
                completed_before?: string;
                /** @description a date or an instant */
                completed_from?: string;
                consistency?: "linearizable" | "session" | "stale";
                /** @description a date or an instant */
                created_before?: string;
                /** @description a date or an instant */
                created_from?: string;
                /** @description usernames between commas, me or none */
                creator?: string;
                cursor?: string;
                /** @description true: only the trash */
                deleted?: string;
                /** @description overdue, today, a number of days like 7d, or none */
                due?: string;
                /** @description a date or an instant */
                due_before?: string;
                /** @description a date or an instant */
                due_from?: string;
                /** @description names between commas */
                label?: string;
                limit?: number;
                /** @description a task's id, or none */
                parent?: string;
                /** @description words between commas */
                priority?: string;
                /** @description keys between commas, or none */
                project?: string;
                /** @description a log index */
                rev_after?: string;
                /** @description card: as boards show tasks */
                shape?: string;
                /** @description true or false */
                shared?: string;
                /** @description id, rank, title, status, priority, due, created, updated or completed; after a hyphen the other way round */
                sort?: string;
                /** @description words between commas */
                status?: string;
                /** @description words, all in title or description */
                text?: string;
                /** @description a time zone like Europe/Berlin */
                tz?: string;
                /** @description a date or an instant */
                updated_before?: string;
                /** @description a date or an instant */
                updated_from?: string;
                /** @description true or false */
                watching?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskList"] | components["schemas"]["CardList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_tasks: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTask"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks_id: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_tasks_id: {
        parameters: {
            query?: {
                /** @description true: there is no way back */
                permanent?: string;
            };
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    patch_tasks_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskPatch"];
                "application/merge-patch+json": components["schemas"]["TaskPatch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    put_tasks_id_assignees_username: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_tasks_id_assignees_username: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks_id_attachments: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_tasks_id_attachments: {
        parameters: {
            query?: {
                /** @description the file's name */
                name?: string;
            };
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    put_tasks_id_blocks_other: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
                other: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relations"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_tasks_id_blocks_other: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
                other: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relations"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks_id_comments: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_tasks_id_comments: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks_id_history: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    put_tasks_id_labels_name: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_tasks_id_labels_name: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_tasks_id_move: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TaskMove"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks_id_relations: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relations"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_tasks_id_restore: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks_id_shares: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    put_tasks_id_shares_username: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewShare"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedRole"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedRole"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_tasks_id_shares_username: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    put_tasks_id_watch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watching"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_tasks_id_watch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks_id_watchers: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatcherList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_tasks_batch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskBatch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchDone"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_tasks_bulk: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkChange"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkDone"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tasks_count: {
        parameters: {
            query?: {
                /** @description usernames between commas, me or none */
                assignee?: string;
                /** @description true or false */
                blocked?: string;
                /** @description a date or an instant */
                completed_before?: string;
                /** @description a date or an instant */
                completed_from?: string;
                consistency?: "linearizable" | "session" | "stale";
                /** @description a date or an instant */
                created_before?: string;
                /** @description a date or an instant */
                created_from?: string;
                /** @description usernames between commas, me or none */
                creator?: string;
                /** @description true: only the trash */
                deleted?: string;
                /** @description overdue, today, a number of days like 7d, or none */
                due?: string;
                /** @description a date or an instant */
                due_before?: string;
                /** @description a date or an instant */
                due_from?: string;
                /** @description names between commas */
                label?: string;
                /** @description a task's id, or none */
                parent?: string;
                /** @description words between commas */
                priority?: string;
                /** @description keys between commas, or none */
                project?: string;
                /** @description a log index */
                rev_after?: string;
                /** @description true or false */
                shared?: string;
                /** @description words between commas */
                status?: string;
                /** @description words, all in title or description */
                text?: string;
                /** @description a time zone like Europe/Berlin */
                tz?: string;
                /** @description a date or an instant */
                updated_before?: string;
                /** @description a date or an instant */
                updated_from?: string;
                /** @description true or false */
                watching?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tokens: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_tokens: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeToken"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_tokens_id: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_tokens_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_users: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                /** @description true or false */
                disabled?: string;
                limit?: number;
                /** @description what their names hold */
                text?: string;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_users: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeUser"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_users_username: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    patch_users_username: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
                "application/merge-patch+json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    put_users_username_password: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_views: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Min-Index"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewList"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    post_views: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewView"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    get_views_id: {
        parameters: {
            query?: {
                consistency?: "linearizable" | "session" | "stale";
            };
            header?: {
                "Min-Index"?: number;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            /** @description Known already */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    delete_views_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
    patch_views_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewPatch"];
                "application/merge-patch+json": components["schemas"]["ViewPatch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
            /** @description Done */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "Raft-Index": components["headers"]["Raft-Index"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Taskraft-Node": components["headers"]["Taskraft-Node"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            401: components["responses"]["Unknown"];
            429: components["responses"]["TooMuch"];
            503: components["responses"]["NotDone"];
        };
    };
}
