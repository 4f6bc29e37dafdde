import { cashierContract } from './cashier.ts';
import { managerContract } from './manager.ts';
import { pluginContract } from './plugin.ts';

/** The one typed contract. Screens use `cashier` and `manager` over MessagePort or /rpc; integrators use `plugin` as OpenAPI. */
export const contract = { cashier: cashierContract, manager: managerContract, plugin: pluginContract };
export type Contract = typeof contract;
